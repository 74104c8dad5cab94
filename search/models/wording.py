from django.db import models
from django.utils.translation import gettext_lazy as _

from community.enums import Subject


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


class PromotedResult(models.Model):
    """A page, room or topic that stands first for certain questions, named by its kind and id as follows are.

    `words` are the questions, one a line; the last day it is shown is `ends_on`.
    """

    subject = models.CharField(max_length=12, choices=Subject, editable=False)
    object_id = models.BigIntegerField(editable=False)
    words = models.TextField(_("kata pencarian"))
    ends_on = models.DateField(_("tampil sampai"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pilihan pengelola")
        verbose_name_plural = _("pilihan pengelola")

    def __str__(self) -> str:
        return self.words.replace("\n", ", ")[:80]
