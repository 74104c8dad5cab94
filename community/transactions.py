"""What follows a write, once it is safe."""

from functools import wraps

from django.db import transaction


def after_commit(function, *args, **kwargs) -> None:
    """Call `function` once the write is safe; its failure is logged by name and stops nothing else.

    Pass primary keys, never instances. The wrapper keeps `__qualname__`, which Django's log line asks for.
    """
    call = wraps(function)(lambda: function(*args, **kwargs))
    transaction.on_commit(call, robust=True)
