"""What notices about posts say."""

from django.utils.translation import gettext as _

from community import notices
from community.enums import NoticeKind, Subject
from community.markup import summary
from community.models import Notice, User
from forums.enums import PostState
from forums.links import lasting_post_url
from forums.models import Post
from forums.rows import short_name

EXCERPT = 200
WITH_EXCERPT = {NoticeKind.DISCUSSED, NoticeKind.REPLY, NoticeKind.MENTION, NoticeKind.HELD, NoticeKind.NEW_TOPIC}


def register() -> None:
    """Called once, in `AppConfig.ready`."""
    notices.register(Subject.POST, tell)


def tell(rows: list[Notice], reader: User) -> dict[int, notices.Told]:
    """What happened to the posts of `rows`; none that `reader` may not read now."""
    posts = Post.objects.visible_to(reader).filter(pk__in=[row.object_id for row in rows])
    found = {post.pk: post for post in posts.select_related("topic__room", "author__instansi")}
    return {row.pk: _told(row, found[row.object_id]) for row in rows if row.object_id in found}


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
        NoticeKind.REPLY: _("%(name)s membalas di topik yang Anda ikuti."),
        NoticeKind.NEW_TOPIC: _("%(name)s membuka topik baru di ruang %(room)s."),
        NoticeKind.DISCUSSED: _("%(name)s membicarakan yang Anda ikuti."),
        NoticeKind.MENTION: _("%(name)s menyebut nama Anda."),
        NoticeKind.HELD: _("Tulisan %(name)s menunggu pemeriksaan Anda."),
        NoticeKind.ACCEPTED: _("Jawaban Anda diterima sebagai jalan keluar."),
    }
    if _is_looked_at(row, post):
        return _("Tulisan %(name)s sudah diperiksa.") % who
    return texts[row.kind] % who if row.kind in texts else f"{NoticeKind(row.kind).label}."


def _name(person) -> str:
    if person is None:
        return _("Anggota dihapus")
    if not person.is_verified_member:
        return person.name
    return _("%(name)s (%(instansi)s)") % {"name": person.name, "instansi": short_name(person.instansi.name)}
