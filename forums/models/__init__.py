from forums.models.links import PostLink
from forums.models.pages import ForumIndexPage, RoomPage, RoomSteward
from forums.models.reading import RoomMark, TopicMark
from forums.models.rooms import RoomActivity
from forums.models.topics import HelpfulVote, Mention, Post, PostNews, PostRevision, Topic

__all__ = [
    "ForumIndexPage",
    "HelpfulVote",
    "Mention",
    "Post",
    "PostLink",
    "PostNews",
    "PostRevision",
    "RoomActivity",
    "RoomMark",
    "RoomPage",
    "RoomSteward",
    "Topic",
    "TopicMark",
]
