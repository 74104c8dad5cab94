from django.conf import settings
from django.db import models

from forums.models.pages import RoomPage
from forums.models.topics import Topic


class RoomMark(models.Model):
    """How far a person has marked a whole room as read: everything up to `tick` of its `RoomActivity`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="room_marks", db_index=False)
    room = models.ForeignKey(RoomPage, models.CASCADE, related_name="+")
    tick = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "room"], name="forums_roommark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.room_id} ≤ {self.tick}"


class TopicMark(models.Model):
    """The highest number of a post that a person has read in a topic; what was held or hidden then is not counted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topic_marks", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="forums_topicmark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.topic_id} ≤ {self.number}"
