"""Text of attached documents: `office` and `pdf` read it, `child` does so within limits in a process of its own."""
