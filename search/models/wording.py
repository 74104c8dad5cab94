from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchStamp(models.Model):
    """One row whose token is new after every change of what stewards keep for search.

    Each process keeps that in memory and asks this row whether it still holds. The token is random and not a counter: a
    value that was rolled back never comes again.
    """

    token = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="search_searchstamp_one_row")]

    def __str__(self) -> str:
        return self.token


class SynonymGroup(models.Model):
    """Terms that mean the same to search, in both directions; `terms` has commas between them (`terms.read`).

    `shipped` is the group as it came with the portal, empty for one that was made here: as long as both are equal, a
    newer portal may bring a newer group.
    """

    terms = models.TextField(_("istilah"))
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    shipped = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("kelompok sinonim")
        verbose_name_plural = _("kelompok sinonim")
        constraints = [
            models.CheckConstraint(condition=models.Q(terms__contains=","), name="search_synonymgroup_two_terms")
        ]

    def __str__(self) -> str:
        return self.terms if len(self.terms) <= 80 else f"{self.terms[:79]}…"
