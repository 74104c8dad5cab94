"""Migrations change tables that triggers watch: the triggers step aside, and come back."""

import pytest
from django.core.management import call_command

from community.models import PortalSettings
from cop_portal.page_cache import stamps, tables, triggers


@pytest.mark.slow
def test_triggers_go_with_their_stamps_and_come_back(transactional_db):
    call_command("migrate", "cop_portal", "0004", verbosity=0)
    PortalSettings.objects.update(motto="Tanpa cap")  # nothing names the table of stamps any more
    call_command("migrate", "cop_portal", verbosity=0)

    assert triggers.unwatched() == set()
    assert stamps.read().keys() == tables.shown().keys()
