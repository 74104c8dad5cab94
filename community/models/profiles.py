from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.enums import NoticeKind
from community.models.merit import Aspect
from community.models.work import Work
from community.zones import Zone

POSITION_LIMIT = 120
BIO_LIMIT = 600


class Profile(models.Model):
    """What a person tells other members of themselves; each group of fields is shown only while they want it.

    There is no row until something was written. NIP and phone have no place here.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="profile")
    position = models.CharField(_("jabatan"), max_length=POSITION_LIMIT, blank=True)
    unit = models.CharField(_("unit kerja"), max_length=POSITION_LIMIT, blank=True)
    bio = models.TextField(_("tentang Anda"), max_length=BIO_LIMIT, blank=True)
    expertise = models.ManyToManyField(Aspect, verbose_name=_("aspek yang Anda kuasai"), blank=True, related_name="+")
    time_zone = models.CharField(_("zona waktu"), max_length=20, choices=Zone, blank=True)
    is_position_shown = models.BooleanField(_("tampilkan jabatan dan unit kerja"), default=True)
    is_bio_shown = models.BooleanField(_("tampilkan perkenalan"), default=True)
    is_expertise_shown = models.BooleanField(_("tampilkan aspek yang dikuasai"), default=True)

    class Meta:
        verbose_name = _("profil")
        verbose_name_plural = _("profil")

    def __str__(self) -> str:
        return str(self.person)


class MailMute(models.Model):
    """A person wants no mail of one kind of notice; the notice itself still stands in their inbox."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_mutes")
    kind = models.CharField(max_length=20, choices=NoticeKind)

    class Meta:
        verbose_name = _("surel yang dihentikan")
        verbose_name_plural = _("surel yang dihentikan")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="community_mailmute_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"


class NoticeMailing(Work):
    """The notices of one cause (`Notice.key`) wait to be told by mail as well."""

    key = models.CharField(max_length=100)

    class Meta(Work.Meta):
        verbose_name = _("pemberitahuan yang menunggu surel")
        verbose_name_plural = _("pemberitahuan yang menunggu surel")

    def __str__(self) -> str:
        return self.key
