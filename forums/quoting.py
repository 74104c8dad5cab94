"""Quoting a post of a topic in the answer to it."""

from community import markup
from forums.links import lasting_post_url
from forums.models import Post, Topic
from forums.rows import Writer

MAX_DIGITS = 10


def quoted(topic: Topic, typed: str, user) -> str:
    """The quote of the post whose number was typed into the address; nothing when `user` sees no such post."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < MAX_DIGITS):
        return ""
    post = Post.objects.of_topic(topic, user).shown().select_related("author__instansi").filter(number=typed).first()
    return markup.quote(post.source, Writer.of(post.author).name, lasting_post_url(post.pk)) if post else ""
