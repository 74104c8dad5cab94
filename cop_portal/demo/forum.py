"""The invented forum of the demo: rooms, topics, answers and votes, written by the services as people write them."""

from datetime import timedelta
from itertools import cycle, islice

from django.utils import timezone
from django.utils.html import format_html

from community.models import Aspect, PortalSettings, SubAspect, User
from community.system import SYSTEM
from cop_portal.demo import members
from cop_portal.demo.files import read, read_all
from forums import services
from forums.models import ForumIndexPage, RoomPage, Topic


def load(organiser: User) -> dict[str, int]:
    """Add the rooms that are missing, and the topics of each room that is new; how many of both."""
    present = set(RoomPage.objects.values_list("slug", flat=True))
    new = {row["slug"]: _add_room(row, organiser) for row in read("rooms.toml")["rooms"] if row["slug"] not in present}
    topics = [row for file in read_all("topics") for row in file["topics"] if row["room"] in new]
    people = members.by_mail()
    voters = [person for mail, person in sorted(people.items()) if person.is_verified_member]
    for row in sorted(topics, key=lambda row: -row["days_ago"]):
        _add_topic(new[row["room"]], row, people, voters)
    return {"ruang diskusi": len(new), "topik": len(topics)}


def _add_room(row: dict, organiser: User) -> RoomPage:
    kinds = row["kinds"]
    page = RoomPage(
        title=row["title"],
        slug=row["slug"],
        scope=row["scope"],
        audience=row.get("audience", "public"),
        summary=row["summary"],
        guidelines=format_html("<p>{}</p>", row["guidelines"]),
        allows_questions="question" in kinds,
        allows_discussions="discussion" in kinds,
        allows_announcements="announcement" in kinds,
        aspects=list(Aspect.objects.filter(code__in=row["aspects"])),
        owners=[],
        subaspects=[],
        audience_groups=[],
        is_example=True,
        owner=organiser,
        live=False,
    )
    ForumIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=organiser, log_action="wagtail.create", clean=False).publish(user=organiser)
    return RoomPage.objects.get(pk=page.pk)


def _add_topic(room: RoomPage, row: dict, people: dict[str, User], voters: list[User]) -> Topic:
    """Open the topic, answer and vote; then say when all of it happened."""
    morning = timezone.localtime().replace(hour=8, minute=row["days_ago"] % 60, second=0, microsecond=0)
    opened = morning - timedelta(days=row["days_ago"])
    topic = services.open_topic(
        room,
        actor=people[row["author"]],
        kind=row["kind"],
        title=row["title"],
        source=row["body"].strip(),
        about=_about(row),
    )
    times = {1: opened}
    replies = []
    for reply in row.get("replies", []):
        post = services.reply(topic, actor=people[reply["author"]], source=reply["body"].strip())
        times[post.number] = opened + timedelta(hours=reply["hours"])
        replies.append(post)
        _vote(post, reply.get("helpful", 0), voters)
    if "accepted" in row:
        services.accept_answer(replies[row["accepted"] - 1], actor=people[row["author"]])
    return services.set_times(topic, actor=SYSTEM, times=times)


def _about(row: dict) -> services.About:
    framework = PortalSettings.load().active_framework
    codes = SubAspect.objects.filter(aspect__framework=framework, name__in=row.get("subaspects", []))
    return services.About(
        subaspects=tuple(codes.values_list("code", flat=True)), problems=tuple(row.get("problems", []))
    )


def _vote(post, count: int, voters: list[User]) -> None:
    """`count` members find the post helpful: not its author, and others for each post."""
    others = [person for person in voters if person.pk != post.author_id]
    for person in islice(cycle(others), post.pk % len(others), post.pk % len(others) + count):
        services.vote_helpful(post, actor=person)
