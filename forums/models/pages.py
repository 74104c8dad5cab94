from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager, PageViewRestriction
from wagtail.url_routing import RouteResult

from community.models import READING, ScopedContent
from community.permissions import can_read
from forums.enums import TopicKind
from forums.links import RESERVED
from forums.querysets import RoomQuerySet

GUIDELINES = ["bold", "italic", "ul", "ol", "link"]


class ForumIndexPage(Page):
    """The forum at `/forum/`: its rooms and newest topics."""

    intro = models.CharField(_("pengantar"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, "intro"]
    promote_panels = []  # its address is part of the portal's fixed addresses
    max_count = 1
    parent_page_types = ["cop_portal.HomePage"]
    subpage_types = ["forums.RoomPage"]
    private_page_options = []
    allowed_http_methods = READING
    template = "forums/forum_index_page.html"

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forum")

    def route(self, request, path_components):
        """Find a room with its counts by one query; Wagtail asks for the page, then its kind, then the rest."""
        if not path_components:
            return super().route(request, path_components)
        rooms = RoomPage.objects.child_of(self).live().select_related("activity").with_follow_of(request.user)
        room = rooms.filter(slug=path_components[0]).first()
        if room is None or len(path_components) > 1:
            raise Http404
        return RouteResult(room)

    def get_context(self, request, *args, **kwargs):
        from forums.lists import forum_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **forum_context(request)}

    def get_view_restrictions(self):
        """None, without asking: Wagtail's own page privacy is switched off, the audience is the one rule."""
        return PageViewRestriction.objects.none()

    def permissions_for_user(self, user):
        from forums.page_permissions import ForumIndexTester  # permissions stand above models

        return ForumIndexTester(user, self)


class RoomPage(ScopedContent, Page):
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
    subpage_types = []
    private_page_options = []
    allowed_http_methods = READING
    template = "forums/room_page.html"

    class Meta(ScopedContent.Meta):
        verbose_name = _("ruang diskusi")
        verbose_name_plural = _("ruang diskusi")
        constraints = [
            *ScopedContent.Meta.constraints,
            models.CheckConstraint(
                condition=Q(allows_questions=True) | Q(allows_discussions=True) | Q(allows_announcements=True),
                name="forums_roompage_allows_something",
            ),
        ]

    def clean(self):
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("Kata ini dipakai halaman forum lain. Pilih kata lain.")})
        if not self.allowed_kinds:
            raise ValidationError({"allows_questions": _("Pilih paling sedikit satu jenis topik.")})

    def serve(self, request, *args, **kwargs):
        """Hidden rooms answer 404; a preview was opened by the CMS, which has asked its own rule."""
        if not getattr(request, "is_preview", False) and not can_read(request.user, self):
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from forums.lists import room_context  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **room_context(self, request)}

    def get_view_restrictions(self):
        """None, without asking: Wagtail's own page privacy is switched off, the audience is the one rule."""
        return PageViewRestriction.objects.none()

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

    class Meta(Orderable.Meta):
        verbose_name = _("penatalayan ruang")
        verbose_name_plural = _("penatalayan ruang")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="forums_roomsteward_once")]

    def __str__(self) -> str:
        return str(self.person)
