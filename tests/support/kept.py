"""Rows that all tests of a module look at, made once; a worker of pytest-xdist takes the whole module."""

from collections.abc import Callable, Iterator

from django.db import transaction

TOGETHER = {"tests/cop_portal/test_demo.py", "tests/forums/test_permissions.py", "tests/search/test_demo_questions.py"}


def made_once(blocker, make: Callable) -> Iterator:
    """The body of a module's fixture: what `make` returns.

    `blocker`: pytest-django's `django_db_blocker`. Tests change the rows inside their own transaction; after the module
    all is gone. Name the module in `TOGETHER`, or every worker makes the rows anew.
    """
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)
