"""The demo's whole content, loaded once for all tests of this folder, since loading takes a while."""

import pytest
from django.test import TestCase

from cop_portal.demo import content
from tests.support.kept import made_once


@pytest.fixture(scope="package")
def demo_content(django_db_setup, django_db_blocker):
    """What the load added, by kind."""

    def make():
        with TestCase.captureOnCommitCallbacks(execute=True):  # the words of the search index follow a commit
            return content.load()

    yield from made_once(django_db_blocker, make)
