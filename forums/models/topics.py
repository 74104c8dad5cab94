from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.enums import ProblemKind
from community.models import Aspect, SubAspect, Work
from forums.enums import PostState, TopicKind
from forums.limits import REASON_LIMIT, SLUG_LIMIT, SOURCE_LIMIT, TITLE_LIMIT
from forums.links import post_url, topic_url
from forums.models.pages import RoomPage
from forums.querysets import PostQuerySet, TopicQuerySet

SHOWN = Q(state=PostState.VISIBLE)


# An index that begins with a foreign key serves it: such keys have none of their own, since a reply would write it too.


class Topic(models.Model):
    """A question, discussion or announcement in a room; its text is its first post (number 1).

    `state` is that of the opening post. Counts and `last_post…` speak of posts that all readers see; `reply_count` is
    without the opening post, `helpful_count` sums the votes of the visible posts. `last_number` was the last number to
    be given to a post, whatever became of it. `last_tick` is the room's tick when the newest visible post came into
    sight; `moved_number` and `moved_tick` are those of the moment the topic came into this room.
    """

    room = models.ForeignKey(RoomPage, models.RESTRICT, related_name="topics", verbose_name=_("ruang"), db_index=False)
    kind = models.CharField(_("jenis"), max_length=12, choices=TopicKind)
    title = models.CharField(_("judul"), max_length=TITLE_LIMIT)
    slug = models.SlugField(max_length=SLUG_LIMIT, db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="topics", verbose_name=_("penulis")
    )
    aspects = models.ManyToManyField(Aspect, blank=True, related_name="topics", verbose_name=_("aspek"))
    subaspects = models.ManyToManyField(SubAspect, blank=True, related_name="topics", verbose_name=_("sub-aspek"))
    has_substance_problem = models.BooleanField(_("masalah substansi"), default=False)
    has_behaviour_problem = models.BooleanField(_("masalah perilaku"), default=False)
    opening_post = models.OneToOneField("forums.Post", models.SET_NULL, null=True, related_name="+")
    accepted_post = models.ForeignKey(
        "forums.Post", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=PostState, default=PostState.VISIBLE)
    is_locked = models.BooleanField(_("dikunci"), default=False)
    is_pinned = models.BooleanField(_("disematkan"), default=False)
    is_example = models.BooleanField(_("contoh"), default=False)
    reply_count = models.PositiveIntegerField(default=0)
    helpful_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="+", db_index=False)
    last_post_at = models.DateTimeField(default=timezone.now)
    last_tick = models.BigIntegerField(default=0)
    moved_number = models.PositiveIntegerField(default=0)
    moved_tick = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topik")
        verbose_name_plural = _("topik")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TopicKind.values), name="forums_topic_kind"),
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="forums_topic_state"),
            models.CheckConstraint(
                condition=Q(accepted_post__isnull=True) | Q(kind=TopicKind.QUESTION),
                name="forums_topic_only_questions_have_answers",
            ),
            # Conditional, so that it is no key in PostgreSQL's eyes: writing a key locks the row against foreign keys
            # too, and a room that is about to point to this topic would wait with its activity locked.
            models.UniqueConstraint(
                fields=["accepted_post"], condition=Q(accepted_post__isnull=False), name="forums_topic_one_per_answer"
            ),
        ]
        indexes = [
            models.Index(
                F("room"), F("is_pinned").desc(), F("last_post_at").desc(), F("id").desc(), name="forums_topic_of_room"
            ),
            models.Index(F("last_post_at").desc(), F("id").desc(), condition=SHOWN, name="forums_topic_newest"),
            models.Index(
                F("last_post_at").desc(),
                F("id").desc(),
                condition=Q(state=PostState.VISIBLE, kind=TopicKind.QUESTION, accepted_post__isnull=True),
                name="forums_topic_unanswered",
            ),
            models.Index(F("room"), F("last_post_at").desc(), condition=SHOWN, name="forums_topic_last_of_room"),
            models.Index(F("room"), F("last_tick").desc(), condition=SHOWN, name="forums_topic_tick_of_room"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return topic_url(self)

    @property
    def problem_kinds(self) -> list[ProblemKind]:
        """The kinds of performance problem that the topic is about."""
        return ProblemKind.marked_on(self)

    @property
    def is_solved(self) -> bool:
        return self.accepted_post_id is not None

    @property
    def is_question(self) -> bool:
        return self.kind == TopicKind.QUESTION

    @property
    def is_unanswered(self) -> bool:
        """A question without an accepted answer."""
        return self.is_question and self.accepted_post_id is None

    @property
    def is_shown(self) -> bool:
        """Whether every reader of the room sees it."""
        return self.state == PostState.VISIBLE


class Post(models.Model):
    """The text of one person in a topic. `number` is its place there and in links to it; it is never given twice.

    `published_at` is when it first came into sight of all readers (None: never), `tick` the room's tick at that
    moment. `edit_count` is its version: who edits says which one they read. `moderated_…` tell of the last time that a
    moderator changed its state.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts", verbose_name=_("topik"), db_index=False)
    number = models.PositiveIntegerField(_("nomor"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="posts",
        verbose_name=_("penulis"),
        db_index=False,
    )
    source = models.TextField(_("isi"))  # Markdown
    html = models.TextField()  # what `forums.markdown` made of it: safe
    state = models.CharField(max_length=8, choices=PostState, default=PostState.VISIBLE)
    moderated_at = models.DateTimeField(null=True)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moderation_reason = models.CharField(_("alasan"), max_length=REASON_LIMIT, blank=True)
    helpful_count = models.PositiveIntegerField(default=0)
    edit_count = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    tick = models.BigIntegerField(default=0)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("tulisan")
        verbose_name_plural = _("tulisan")
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forums_post_one_per_number"),
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="forums_post_state"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("source"), Value(SOURCE_LIMIT)), name="forums_post_length"
            ),
            models.CheckConstraint(
                condition=~Q(state=PostState.VISIBLE) | Q(published_at__isnull=False),
                name="forums_post_visible_is_published",
            ),
        ]
        indexes = [
            models.Index(F("topic"), F("number").desc(), condition=SHOWN, name="forums_post_visible"),
            models.Index(fields=["author", "created_at"], name="forums_post_of_author"),
            models.Index(fields=["created_at", "id"], condition=Q(state=PostState.HELD), name="forums_post_held"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}#{self.number}"

    def get_absolute_url(self) -> str:
        """Where this post stands now; `links.lasting_post_url` outlives a new title and another room."""
        return post_url(self.topic, self.number)

    @property
    def is_opening(self) -> bool:
        return self.number == 1

    @property
    def is_shown(self) -> bool:
        """Whether every reader of the topic sees it."""
        return self.state == PostState.VISIBLE

    @property
    def is_changed_in_sight(self) -> bool:
        """Whether readers saw another text of it before."""
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)

    @property
    def version(self) -> int:
        """What an editor says they read, so that nobody's text is overwritten unseen."""
        return self.edit_count


class PostRevision(models.Model):
    """An earlier text of a post: version `number`, as it stood from `created_at` until its next.

    Once it was removed (`removed_at`), for the personal data that it held, neither text nor title are kept.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LIMIT, blank=True)  # of the topic, where its opening post was edited
    source = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="forums_postrevision_one_per_number"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(title="", source=""),
                name="forums_postrevision_removed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.number}"

    @property
    def is_removed(self) -> bool:
        """Whether its text was taken out of the history."""
        return self.removed_at is not None


class HelpfulVote(models.Model):
    """Somebody found a post helpful. The vote of a deleted account stays, so that counts stay true."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="helpful_votes", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="helpful_votes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="forums_helpfulvote_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.post_id}"


class Mention(models.Model):
    """A person whom a post names with an @."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="forums_mention_once")]

    def __str__(self) -> str:
        return f"{self.post_id} @ {self.person_id}"


class PostNews(Work):
    """A post whose news is still to be told to those who follow its topic or, for a new topic, its room."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")

    class Meta(Work.Meta):
        verbose_name = _("kabar tulisan")
        verbose_name_plural = _("kabar tulisan")

    def __str__(self) -> str:
        return f"news of {self.post_id}"
