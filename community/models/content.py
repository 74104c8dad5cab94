from http import HTTPMethod

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from community.enums import Audience, Scope
from community.models.instansi import Instansi
from community.models.merit import Aspect, SubAspect
from community.page_changes import announced_once

READING = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]  # what a page takes; Wagtail's own list takes all


class ScopedContent(models.Model):
    """What pages of practices, events and rooms share: scope, aspects, audience and owners.

    `owner_count` and `audience_group_count` repeat how many owners and groups the item has, so that the database can
    refuse an audience without anyone in it. Wagtail calls `clean` before it saves a live page and `minimal_clean`
    before it saves one that is not: both keep them.
    """

    scope = models.CharField(_("lingkup"), max_length=24, choices=Scope, default=Scope.BEST_PRACTICE)
    audience = models.CharField(_("pembaca"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    owners = ParentalManyToManyField(Instansi, blank=True, verbose_name=_("instansi pemilik"))
    audience_groups = ParentalManyToManyField(Group, blank=True, verbose_name=_("kelompok pembaca"))
    aspects = ParentalManyToManyField(Aspect, blank=True, verbose_name=_("aspek"))
    subaspects = ParentalManyToManyField(SubAspect, blank=True, verbose_name=_("sub-aspek"))
    owner_count = models.PositiveSmallIntegerField(default=0, editable=False)
    audience_group_count = models.PositiveSmallIntegerField(default=0, editable=False)
    is_example = models.BooleanField(_("contoh"), default=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="%(app_label)s_%(class)s_audience"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="%(app_label)s_%(class)s_scope"),
            models.CheckConstraint(
                condition=~Q(audience=Audience.INSTANSI) | Q(owner_count__gt=0),
                name="%(app_label)s_%(class)s_instansi_audience_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.GROUP) | Q(audience_group_count__gt=0),
                name="%(app_label)s_%(class)s_group_audience_has_group",
            ),
        ]

    def save(self, *args, **kwargs):
        with announced_once():
            return super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.check_audience()

    def minimal_clean(self):
        super().minimal_clean()
        self.check_audience()

    def check_audience(self) -> None:
        """Keep the counts true; `ValidationError` when the chosen audience would have nobody in it."""
        self.owner_count = len(self.owner_ids)
        self.audience_group_count = len(self.audience_group_ids)
        if self.audience == Audience.INSTANSI and not self.owner_count:
            raise ValidationError(
                {"owners": _("Pilih instansi pemilik: tanpa itu tidak seorang pun dapat membaca isi ini.")}
            )
        if self.audience == Audience.GROUP and not self.audience_group_count:
            raise ValidationError(
                {"audience_groups": _("Pilih kelompok pembaca: tanpa itu tidak seorang pun dapat membaca isi ini.")}
            )

    @property
    def owner_ids(self) -> set[int]:
        """Ids of the owners, as they stand in memory (a draft's own, or the row's)."""
        return {owner.pk for owner in self.owners.all()}

    @property
    def audience_group_ids(self) -> set[int]:
        return {group.pk for group in self.audience_groups.all()}
