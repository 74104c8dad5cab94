"""Measurements at size: what `make bench` runs. No part of the portal imports these."""
