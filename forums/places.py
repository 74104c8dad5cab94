"""Where a draft of the forum belongs (`community.services.drafts`)."""


def topic_place(room) -> str:
    """A new topic in `room`."""
    return f"room:{room.pk}"


def reply_place(topic) -> str:
    """An answer in `topic`."""
    return f"topic:{topic.pk}"


def edit_place(post) -> str:
    """A changed text of `post`."""
    return f"post:{post.pk}"
