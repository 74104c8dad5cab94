"""What notices about posts say, and those that gather the new replies of a topic."""

from django.db.models import IntegerField, Subquery
from django.utils.translation import gettext as _

from community import notices
from community.enums import NoticeKind, Subject
from community.markup import summary
from community.models import Notice, User
from forums.enums import PostState
from forums.links import lasting_post_url, since_url
from forums.models import Post
from forums.rows import short_name

EXCERPT = 200
MOST_COUNTED = 100  # replies; a notice of more says that there are more
WITH_EXCERPT = {NoticeKind.DISCUSSED, NoticeKind.REPLY, NoticeKind.MENTION, NoticeKind.HELD, NoticeKind.NEW_TOPIC}


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    told = Post.objects.told_in_notice()
    notices.register(Subject.POST, tell)
    notices.register(
        Subject.TOPIC,
        tell,
        first_reply=Subquery(told.order_by("number").values("pk")[:1]),
        last_reply=Subquery(told.order_by("-number").values("pk")[:1]),
        reply_count=_Counted(told.values("pk")[:MOST_COUNTED]),
    )


class _Counted(Subquery):
    """How many rows the subquery has, which may be a slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def tell(rows: list[Notice], reader: User) -> dict[int, notices.Told]:
    """What happened to the posts and topics of `rows`; none that `reader` may not read now. One query."""
    wanted = {pk for row in rows for pk in _posts_of(row)}
    posts = Post.objects.visible_to(reader).filter(pk__in=wanted).select_related("topic__room", "author__instansi")
    found = {post.pk: post for post in posts}
    said = {}
    for row in rows:
        first, last = (found.get(pk) for pk in _posts_of(row))
        if first and last:
            said[row.pk] = _told_of_replies(row, first, last) if row.subject == Subject.TOPIC else _told(row, first)
    return said


def _posts_of(row: Notice) -> tuple[int | None, int | None]:
    """The first and the last post that a notice tells of: the same one, none once all of them are hidden."""
    if row.subject == Subject.TOPIC:
        return row.first_reply, row.last_reply
    return row.object_id, row.object_id


def _told_of_replies(row: Notice, first: Post, last: Post) -> notices.Told:
    excerpt = summary(first.source, EXCERPT)
    if first is last:
        text = _replied(last)
    else:
        said = {"name": _name(last.author), "count": row.reply_count}
        text = _("%(count)s balasan baru di topik yang Anda ikuti, yang terbaru dari %(name)s.") % said
        if row.reply_count >= MOST_COUNTED:
            said["count"] = MOST_COUNTED - 1
            text = _("Lebih dari %(count)s balasan baru di topik yang Anda ikuti, yang terbaru dari %(name)s.") % said
        excerpt = _("%(name)s: %(excerpt)s") % {"name": _name(first.author), "excerpt": excerpt}
    return notices.Told(text, first.topic.title, since_url(first.topic_id, first.number), excerpt)


def _replied(post: Post, by: User | None = None) -> str:
    return _("%(name)s membalas di topik yang Anda ikuti.") % {"name": _name(by or post.author)}


def _told(row: Notice, post: Post) -> notices.Told:
    text = _text(row, post)
    reason = row.data.get("reason", "")
    is_told = row.kind in WITH_EXCERPT and not _is_looked_at(row, post)
    excerpt = summary(post.source, EXCERPT) if is_told else ""
    if reason:
        excerpt = _("Alasan: %(reason)s") % {"reason": reason}
    return notices.Told(text, post.topic.title, lasting_post_url(post.pk), excerpt)


def _is_looked_at(row: Notice, post: Post) -> bool:
    """Whether the post of a notice that asked for a look had one."""
    return row.kind == NoticeKind.HELD and post.state != PostState.HELD


def _text(row: Notice, post: Post) -> str:
    who = {"name": _name(row.actor or post.author), "room": post.topic.room.title}
    texts = {
        NoticeKind.NEW_TOPIC: _("%(name)s membuka topik baru di ruang %(room)s."),
        NoticeKind.DISCUSSED: _("%(name)s membicarakan yang Anda ikuti."),
        NoticeKind.MENTION: _("%(name)s menyebut nama Anda."),
        NoticeKind.HELD: _("Tulisan %(name)s menunggu pemeriksaan Anda."),
        NoticeKind.ACCEPTED: _("Jawaban Anda diterima sebagai jalan keluar."),
    }
    if row.kind == NoticeKind.REPLY:
        return _replied(post, row.actor)
    if _is_looked_at(row, post):
        return _("Tulisan %(name)s sudah diperiksa.") % who
    return texts[row.kind] % who if row.kind in texts else f"{NoticeKind(row.kind).label}."


def _name(person) -> str:
    if person is None:
        return _("Anggota dihapus")
    if not person.is_verified_member:
        return person.name
    return _("%(name)s (%(instansi)s)") % {"name": person.name, "instansi": short_name(person.instansi.name)}
