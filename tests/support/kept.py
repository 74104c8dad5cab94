"""Rows that all tests of a module or folder look at, made once; a worker of pytest-xdist takes all of these tests."""

from collections.abc import Callable, Iterator

from django.db import transaction

TOGETHER = ("tests/cop_portal/demo/", "tests/forums/test_permissions.py")


def made_once(blocker, make: Callable) -> Iterator:
    """The body of a fixture of a module or package: what `make` returns.

    `blocker`: pytest-django's `django_db_blocker`. Tests change the rows inside their own transaction; after the last
    all is gone. Name the module or folder in `TOGETHER`, or every worker makes the rows anew.
    """
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)
