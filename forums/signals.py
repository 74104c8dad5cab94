"""What this app announces, inside the transaction of the change itself."""

from django.dispatch import Signal

room_changed = Signal()  # room_id: saved, published, unpublished, moved or deleted
topic_changed = Signal()  # topic_id: its title, opening post, accepted answer, votes or state
post_changed = Signal()  # post_id, topic_id: a reply was written, edited, or changed its state
topic_sorted = Signal()  # topic_id: what the topic, and with it all its replies, is about
topic_moved = Signal()  # topic_id, room_id: the topic and all its replies lie in another room now
topic_shown = Signal()  # topic_id, is_shown: the topic and all its replies came into sight of readers, or left it
