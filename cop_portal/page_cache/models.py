from django.db import models


class PageStamp(models.Model):
    """Tokens of the tables that visitors' pages are made from; triggers write them (`triggers.py`).

    A table's stamp is the sum of the tokens in its rows. PostgreSQL adds a row with each write, so that no writer waits
    for another, and folds rows together now and then, which leaves the sum as it is. SQLite has one writer and one row.
    Tokens are random and not counters: a stamp that was rolled back, or lost with a restored backup, never comes again.
    """

    name = models.CharField(max_length=63, db_index=True)
    token = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} {self.token}"
