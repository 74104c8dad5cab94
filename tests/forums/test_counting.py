"""The recount, and what a reply costs."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums import counting, services
from forums.models import Post, RoomActivity, Topic
from forums.standing import standing_of
from tests.factories.community import UserFactory
from tests.factories.forums import PostFactory, TopicFactory

pytestmark = pytest.mark.django_db


def run(capsys, *args) -> str:
    call_command("forum_counters", *args)
    return capsys.readouterr().out


@pytest.mark.once
def test_true_counts_are_right(capsys):
    PostFactory()

    assert run(capsys) == "All counts are right.\n"


def test_wrong_counts_are_named_and_corrected(capsys):
    post = PostFactory()
    topic, room = post.topic, post.topic.room_id
    Topic.objects.update(reply_count=7, last_post=None, last_tick=99)
    RoomActivity.objects.filter(room=room).update(post_count=5, unanswered_count=9, held_count=3, last_topic=None)

    with pytest.raises(CommandError):
        call_command("forum_counters")
    said = capsys.readouterr().out
    assert f"Topic {topic.pk}: reply_count is 7, should be 1" in said
    assert f"RoomActivity {room}: held_count is 3, should be 0" in said

    assert "counts corrected" in run(capsys, "--fix")
    assert run(capsys) == "All counts are right.\n"
    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_post) == (1, post)
    assert RoomActivity.objects.get(room=room).last_topic == topic


def test_counts_stay_true_through_everything_that_moderators_do(room, steward, newcomer, member):
    topic = TopicFactory(room=room)
    held = services.reply(topic, actor=newcomer, source="Halo.")
    posts = PostFactory.create_batch(3, topic=topic)
    services.vote_helpful(posts[1], actor=member)
    services.accept_answer(posts[1], actor=topic.author)
    for act in (
        lambda: services.hide_post(posts[1], actor=steward, reason="x"),
        lambda: services.hide_post(topic.opening_post, actor=steward, reason="x"),
        lambda: services.release_post(held, actor=steward),
        lambda: services.hide_post(posts[2], actor=steward, reason="x"),
        lambda: services.unhide_post(topic.opening_post, actor=steward, reason="x"),
        lambda: services.unhide_post(posts[1], actor=steward, reason="x"),
    ):
        act()
        assert list(counting.differences()) == []


def grown(topic: Topic, size: int) -> Topic:
    """The topic with `size` posts, written without the services."""
    now = timezone.now()
    Post.objects.bulk_create(
        (
            Post(topic=topic, number=n, author=topic.author, source="x", html="x", created_at=now, published_at=now)
            for n in range(topic.last_number + 1, size + 1)
        ),
        batch_size=500,
    )
    Post.objects.filter(topic=topic).update(author=None)  # so that nobody wrote too many
    last = topic.posts.order_by("-number").first()
    Topic.objects.filter(pk=topic.pk).update(reply_count=size - 1, last_number=size, last_post=last, last_post_at=now)
    RoomActivity.objects.filter(room=topic.room_id).update(post_count=size)
    return topic


@pytest.mark.once
@pytest.mark.parametrize("act", ["reply", "vote", "hide"])
def test_a_reply_costs_the_same_in_a_long_topic(act, steward, room):
    queries, changed = [], []
    standing_of(steward)  # asked once a request
    for size in (3, 3, 5_000):  # what is asked once a process is not the act's own
        topic = grown(TopicFactory(room=room), size)
        post = topic.posts.get(number=2)
        person = UserFactory(verified=True)

        with CaptureQueriesContext(connection) as captured:
            if act == "reply":
                services.reply(topic, actor=person, source="Kami juga.")
            elif act == "vote":
                services.vote_helpful(post, actor=person)
            else:
                services.hide_post(topic.posts.get(number=size), actor=steward, reason="x")
        queries.append(len(captured))
        changed.append([q["sql"].split()[0] for q in captured])

    assert queries[1] == queries[2]
    assert changed[1] == changed[2]


def rows_walked(sql: str) -> int:
    """How many rows of tables a query of PostgreSQL walks through, by its own account."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)
        plan = cursor.fetchone()[0]

    def walked(node) -> int:
        own = node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0) if "Relation Name" in node else 0
        return own * node.get("Actual Loops", 1) + sum(map(walked, node.get("Plans", ())))

    return walked(plan[0]["Plan"])


def steps_of(act) -> int:
    """How many steps SQLite's machine takes for `act()`, in tens: each row that it looks at takes several."""
    taken = []
    connection.connection.set_progress_handler(lambda: taken.append(1), 10)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 10)
    return 10 * len(taken)


def test_a_reply_reads_a_handful_of_rows_in_a_long_topic(room):
    """PostgreSQL tells the rows of each query; SQLite does not, but counts its steps."""
    person = UserFactory(verified=True)
    services.reply(TopicFactory(room=room), actor=person, source="Yang pertama.")  # what is asked once a process
    short, long = grown(TopicFactory(room=room), 3), grown(TopicFactory(room=room), 5_000)
    if connection.vendor == "sqlite":
        usual, steps = (
            steps_of(lambda topic=topic: services.reply(topic, actor=person, source="Kami juga."))
            for topic in (short, long)
        )
        assert steps < usual + 500
        assert steps_of(lambda: long.posts.filter(html="").count()) > 5_000  # a walk would be seen
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE forums_post")
    with CaptureQueriesContext(connection) as captured:
        services.reply(long, actor=person, source="Kami juga.")

    reads = [q["sql"] for q in captured if q["sql"].startswith("SELECT") and "forums_post" in q["sql"]]
    assert reads
    assert max(map(rows_walked, reads)) <= 5
