"""Text of attached documents: a module for each family of formats reads it, `child` does so within limits in a process
of its own."""
