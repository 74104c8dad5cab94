from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager

from community.models import IndexPage, ScopedPage
from community.prepared import prepared
from community.querysets import AppointmentQuerySet
from forums.enums import TopicKind
from forums.links import RESERVED
from forums.querysets import RoomQuerySet

GUIDELINES = ["bold", "italic", "ul", "ol", "link"]


class ForumIndexPage(IndexPage):
    """The forum at `/forum/`: its rooms and newest topics."""

    address = "forum"
    subpage_types = ["forums.RoomPage"]
    template = "forums/forum_index_page.html"

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forum")

    @classmethod
    def listed(cls, reader):
        """The rooms with their counts and whether the reader follows them."""
        return super().listed(reader).select_related("activity").with_follow_of(reader)

    @classmethod
    def listed_at(cls, slug, url_path, reader):
        if not reader.is_authenticated:
            return super().listed_at(slug, url_path, reader)
        found = _room_at(slug, url_path, reader.pk)
        return found[0] if found else None

    def get_context(self, request, *args, **kwargs):
        from forums.lists import forum_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **forum_context(request)}

    def permissions_for_user(self, user):
        from forums.page_permissions import ForumIndexTester  # permissions stand above models

        return ForumIndexTester(user, self)


@prepared
def _room_at(slug: str, url_path: str, person: int):
    reader = SimpleNamespace(pk=person, is_authenticated=True)
    return ForumIndexPage.listed(reader).filter(slug=slug, url_path=url_path)


class RoomPage(ScopedPage):
    """A discussion room of one scope: who may read it, what one may open there, and who looks after it.

    What lies in it (topics, posts) takes its audience, so closing a room is one write. Its counts are a row of their
    own (`RoomActivity`): a revision of the page that is published later must not bring old counts back.
    """

    summary = models.CharField(_("tentang ruang ini"), max_length=200)
    guidelines = RichTextField(_("panduan"), features=GUIDELINES, max_length=4_000, blank=True)
    allows_questions = models.BooleanField(_("pertanyaan"), default=True)
    allows_discussions = models.BooleanField(_("diskusi"), default=True)
    allows_announcements = models.BooleanField(_("pengumuman"), default=False)

    objects = PageManager.from_queryset(RoomQuerySet)()

    parent_page_types = ["forums.ForumIndexPage"]
    template = "forums/room_page.html"
    reserved_slugs = RESERVED

    class Meta(ScopedPage.Meta):
        verbose_name = _("ruang diskusi")
        verbose_name_plural = _("ruang diskusi")
        constraints = [
            *ScopedPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(allows_questions=True) | Q(allows_discussions=True) | Q(allows_announcements=True),
                name="forums_roompage_allows_something",
            ),
        ]

    def clean(self):
        super().clean()
        if not self.allowed_kinds:
            raise ValidationError({"allows_questions": _("Pilih paling sedikit satu jenis topik.")})

    def get_context(self, request, *args, **kwargs):
        from forums.lists import room_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **room_context(self, request)}

    def permissions_for_user(self, user):
        from forums.page_permissions import RoomTester  # permissions stand above models

        return RoomTester(user, self)

    @property
    def allowed_kinds(self) -> list[TopicKind]:
        """The kinds of topic that may be opened here; announcements by moderators only."""
        marked = [
            (TopicKind.QUESTION, self.allows_questions),
            (TopicKind.DISCUSSION, self.allows_discussions),
            (TopicKind.ANNOUNCEMENT, self.allows_announcements),
        ]
        return [kind for kind, is_marked in marked if is_marked]


class RoomSteward(Orderable):
    """A person who moderates one room, beside the stewards of its scope."""

    room = ParentalKey(RoomPage, on_delete=models.CASCADE, related_name="room_stewards")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stewarded_rooms", verbose_name=_("orang")
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("penatalayan ruang")
        verbose_name_plural = _("penatalayan ruang")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="forums_roomsteward_once")]

    def __str__(self) -> str:
        return str(self.person)
