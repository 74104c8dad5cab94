"""Judging how well an engine finds what people mean."""
