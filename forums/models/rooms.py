from django.db import models

from forums.models.pages import RoomPage


class RoomActivity(models.Model):
    """What happens in a room, in numbers: only what all its readers see counts.

    `post_count` counts opening posts too; `held_count` counts the posts that wait for a moderator. `tick` rises with
    every post that comes into sight: its row lock is kept until the commit, so whoever reads `tick` has seen all posts
    up to it (`RoomMark`).
    """

    room = models.OneToOneField(RoomPage, models.CASCADE, primary_key=True, related_name="activity")
    topic_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    unanswered_count = models.PositiveIntegerField(default=0)
    solved_count = models.PositiveIntegerField(default=0)
    held_count = models.PositiveIntegerField(default=0)
    last_topic = models.ForeignKey("forums.Topic", models.SET_NULL, null=True, related_name="+", db_index=False)
    last_post = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="+", db_index=False)
    last_post_at = models.DateTimeField(null=True)
    tick = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.room_id}: {self.topic_count}/{self.post_count}"
