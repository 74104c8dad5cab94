"""How forum, library and search keep their speed as the portal grows: `python -m benchmarks.forum_speed --posts N`.

A tenth as many topics and a fiftieth as many practices: 1,000,000 posts come with 100,000 topics and 20,000 practices.
Whole pages, asked of Django in this process and made anew each time, for a visitor and for a member.
"""

import argparse
from collections.abc import Callable, Iterable
from functools import partial

from benchmarks.databases import filled
from benchmarks.measure import Stopwatch, summary
from benchmarks.readers import ask, readers
from benchmarks.results import report, runs

POSTS_A_TOPIC, POSTS_A_PRACTICE, POSTS_A_MEMBER = 10, 50, 50
SMALLER = 100  # times fewer posts in the run to compare with
LIBRARY = ["", "?hal=2", "?masalah=perilaku", "?lingkup=inovasi&instansi=kota", "?urut=judul"]
QUESTIONS = ["dialog kinerja", "menilai bawahan", "angka kredit"]


def main() -> None:
    from django.core.management import call_command

    options = _options()
    with filled(options.database, f"forum_{options.posts}", partial(_fill, options.posts)):
        call_command("collectstatic", interactive=False, verbosity=0)
        found = measure(_pages(), options.rounds)
    name = "forum {}, {} posts"
    if smaller := runs(name.format(options.database, options.posts // SMALLER)):
        for kind, figures in found.items():
            if before := smaller[-1]["figures"].get(kind):
                figures["× of a hundredth"] = round(figures["cpu_p95"] / before["cpu_p95"], 2)
    report(
        name.format(options.database, options.posts),
        found,
        about=f"{options.rounds} rounds, milliseconds",
        watched=["cpu_p50", "cpu_p95"],
        path=options.json,
    )


def _fill(posts: int) -> None:
    from django.core.management import call_command

    call_command(
        "generate_load",
        members=max(50, posts // POSTS_A_MEMBER),
        practices=posts // POSTS_A_PRACTICE,
        events=posts // 10_000,
        topics=posts // POSTS_A_TOPIC,
        posts=posts,
    )


def measure(addresses: dict[str, Iterable[str]], rounds: int) -> dict[str, dict[str, float]]:
    """Kind of page → p50, p95 and worst of its addresses, for both readers together."""
    from community.models import User

    clients = readers(User.objects.filter(affiliation="verified").order_by("pk").first())
    actions: dict[str, Callable[[], None]] = {
        f"{kind}|{who}|{path}": partial(ask, client, path)
        for kind, paths in addresses.items()
        for path in paths
        for who, client in clients.items()
    }
    timings = Stopwatch().rounds(actions, rounds)
    return {kind: summary(each for key, each in timings.items() if key.startswith(f"{kind}|")) for kind in addresses}


def _pages() -> dict[str, list[str]]:
    from django.utils.http import urlencode

    from forums.links import page_of, room_url, topic_url
    from forums.models import RoomPage, Topic
    from forums.paging import TopicCursor

    rooms = list(RoomPage.objects.live().select_related("activity").order_by("-activity__topic_count", "pk")[:4])
    topics = list(Topic.objects.shown().select_related("room").order_by("-last_number", "pk")[:4])
    middles = [_middle(Topic.objects.shown().filter(room=room)) for room in rooms]
    unanswered = _middle(Topic.objects.unanswered())
    return {
        "room, first page": [room_url(room.slug) for room in rooms],
        "room, middle": [
            f"{room_url(room.slug)}?sesudah={TopicCursor.of(topic)}" for room, topic in zip(rooms, middles, strict=True)
        ],
        "topic, first page": [topic_url(topic) for topic in topics],
        "topic, middle": [f"{topic_url(topic)}?hal={max(1, page_of(topic.last_number) // 2)}" for topic in topics],
        "topic, last page": [f"{topic_url(topic)}?hal={page_of(topic.last_number)}" for topic in topics],
        "unanswered": ["/forum/belum-terjawab/", f"/forum/belum-terjawab/?sesudah={TopicCursor.of(unanswered)}"],
        "forum": ["/forum/"],
        "library": [f"/praktik/{query}" for query in LIBRARY],
        "search": [f"/cari/?{urlencode({'q': words})}" for words in QUESTIONS],
    }


def _middle(topics):
    """The topic in the middle of a list by activity."""
    ordered = topics.order_by("-last_post_at")
    return ordered[ordered.count() // 2]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", help="a file for the figures of this run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
