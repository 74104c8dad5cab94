"""Who may do what in the forum. A person moderates only what they may read."""

from community.permissions import can_read
from community.personal_data import personal_data_in
from forums.enums import PostState, TopicKind
from forums.standing import standing_of


def can_read_room(user, room) -> bool:
    """Whether `user` may read a published room and all that lies open in it."""
    return room.live and can_read(user, room)


def can_moderate(user, room) -> bool:
    """Whether `user` may release, hide, lock, pin and move in `room`: organisers, stewards of its scope, its own."""
    return can_read_room(user, room) and standing_of(user).moderates(room)


def can_moderate_anything(user) -> bool:
    """Whether `user` looks after any room at all."""
    return standing_of(user).is_anything


def can_write_in(user, room) -> bool:
    """Whether `user` may write in `room`: whoever is signed in and may read it."""
    return bool(user.is_authenticated and user.is_active and user.pk) and can_read_room(user, room)


def is_held_at_first(user, room) -> bool:
    """Whether what `user` writes in `room` waits for a moderator: members without a verified affiliation."""
    return not ((user.is_authenticated and user.is_verified_member) or can_moderate(user, room))


def kinds_open_to(user, room) -> list[TopicKind]:
    """The kinds of topic that `user` may open in `room`; empty where they may open none."""
    if not can_write_in(user, room):
        return []
    kinds = room.allowed_kinds
    if TopicKind.ANNOUNCEMENT in kinds and not can_moderate(user, room):
        kinds.remove(TopicKind.ANNOUNCEMENT)
    return kinds


def can_open_topic(user, room, kind: str) -> bool:
    """Whether `user` may open a topic of `kind` in `room`."""
    return kind in kinds_open_to(user, room)


def can_read_topic(user, topic) -> bool:
    """Question form of `TopicQuerySet.visible_to`."""
    if not can_read_room(user, topic.room):
        return False
    return topic.state == PostState.VISIBLE or _is_own(user, topic) or can_moderate(user, topic.room)


def can_read_post(user, post) -> bool:
    """Question form of `PostQuerySet.visible_to`."""
    if not can_read_topic(user, post.topic):
        return False
    return post.state == PostState.VISIBLE or _is_own(user, post) or can_moderate(user, post.topic.room)


def can_reply(user, topic) -> bool:
    """Whether `user` may answer in `topic`; that it is locked or not shown yet is another question."""
    return can_write_in(user, topic.room) and can_read_topic(user, topic)


def can_edit_post(user, post) -> bool:
    """Whether `user` may change a post: their own, unless a moderator hid it or locked the topic.

    Whose posts are held at first changes only what is still held: an edit must not slip by the moderator.
    """
    if not _is_own(user, post) or not can_write_in(user, post.topic.room) or post.state == PostState.HIDDEN:
        return False
    if post.topic.is_locked and not can_moderate(user, post.topic.room):
        return False
    return post.state == PostState.HELD or not is_held_at_first(user, post.topic.room)


def can_read_history(user, post) -> bool:
    """Whether `user` may read the earlier texts of a post that readers saw: whoever may read the post."""
    return can_read_post(user, post)


def can_read_unseen_texts(user, post) -> bool:
    """Whether `user` may also read what a post said before a moderator released it: its author, and moderators."""
    return can_read_post(user, post) and (_is_own(user, post) or can_moderate(user, post.topic.room))


def can_remove_earlier_text(user, revision) -> bool:
    """Whether `user` may take an earlier text out of the history: moderators any, its author one with personal data.

    A text that was removed already is nobody's secret to them: they are told so.
    """
    post = revision.post
    if can_moderate(user, post.topic.room):
        return True
    if not (_is_own(user, post) and can_write_in(user, post.topic.room) and can_read_post(user, post)):
        return False
    return revision.is_removed or bool(personal_data_in(f"{revision.title}\n{revision.source}"))


def can_accept_answer(user, topic) -> bool:
    """Whether `user` may say which answer solved a question: who asked it, and moderators."""
    if not can_read_topic(user, topic):
        return False
    is_asker = _is_own(user, topic) and can_write_in(user, topic.room)
    return is_asker or can_moderate(user, topic.room)


def can_vote_helpful(user, post) -> bool:
    """Whether `user` may find a post helpful: verified members, for visible posts of others."""
    if not (user.is_authenticated and user.is_active and user.pk and user.is_verified_member):
        return False
    return post.state == PostState.VISIBLE and not _is_own(user, post) and can_read_post(user, post)


def _is_own(user, item) -> bool:
    return bool(user.is_authenticated and user.pk) and item.author_id == user.pk
