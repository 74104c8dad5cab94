import time

from django.db import models

from community.models import Work
from community.work import GiveUp


class Chore(Work):
    """Waits to write one `Trace`; `trouble` says what goes wrong in between."""

    name = models.CharField(max_length=40)
    trouble = models.CharField(max_length=20, blank=True)
    pause = models.FloatField(default=0)  # seconds between the write and its end, for a test that kills the worker


class Trace(models.Model):
    """What a chore left behind: one row each time it was done."""

    name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


def do_chore(chore: Chore) -> None:
    Trace.objects.create(name=chore.name)
    time.sleep(chore.pause)
    if chore.trouble == "later":
        raise OSError("away")
    if chore.trouble == "unreadable":
        raise OSError("away\0\ud800")
    if chore.trouble == "refused":
        raise GiveUp("no\0 use\ud800")
    if chore.trouble == "never":
        raise GiveUp("no use")
