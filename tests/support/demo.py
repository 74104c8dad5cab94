"""The demo's whole content, loaded once for all tests of a module, since loading takes a while."""

import pytest
from django.db import transaction
from django.test import TestCase

from cop_portal.demo import content


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker):
    """What the load added, by kind. Tests change it inside their own transaction; after the module all is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):  # the words of the search index follow a commit
            counts = content.load()
        yield counts
        transaction.set_rollback(True)
