"""Every write of this app: one function, one use case, one transaction."""
