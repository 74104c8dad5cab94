"""Reference data that the portal starts with: agencies, merit frameworks, roles.

Every app has its own `load`; `manage.py load_reference` calls them in one transaction. Only what is missing is added: a
row that the organiser edited is left as it is, and a step recorded in `ReferenceStep` is not taken again.
"""

from community.reference import instansi, merit, roles


def load() -> dict[str, int]:
    """Add the missing reference rows of this app; how many were added, by kind of row."""
    return {**instansi.load(), **merit.load(), **roles.load()}
