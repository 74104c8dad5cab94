"""Every write of events outside the CMS, and what follows from a publication there."""
