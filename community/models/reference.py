from django.db import models
from django.utils import timezone


class ReferenceStep(models.Model):
    """A step of `load_reference` that is taken once: what the organiser changed or removed since then stays so."""

    key = models.CharField(max_length=120, unique=True)
    taken_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
