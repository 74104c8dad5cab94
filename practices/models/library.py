from django.db import models


class LibraryStamp(models.Model):
    """One row whose token is new after every change of what the library shows.

    Each web process keeps the library's index in memory and asks this row whether it still holds. The token is random
    and not a counter: a value that was rolled back never comes again.
    """

    token = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="practices_librarystamp_one_row")]

    def __str__(self) -> str:
        return self.token
