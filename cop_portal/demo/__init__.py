"""The demo's content: the one real practice, told from its facts alone, and invented examples marked as such."""
