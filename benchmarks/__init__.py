"""Measurements at size: what `make bench` runs. No test and no part of the portal imports these."""
