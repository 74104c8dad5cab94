"""What tests stand on: databases, people of every role, servers, a browser, a mail catcher."""
