import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cop_portal.load import events, forum, people, practices
from cop_portal.load.texts import Writer
from search import vocabulary

OPTIONS = ("members", "practices", "events", "topics", "posts")


class Command(BaseCommand):
    """Write made-up content in bulk for load tests, beside what is there; run it while nobody else writes."""

    help = "Write made-up content in bulk for load tests (only where DEMO or DEBUG is on)."

    def add_arguments(self, parser):
        for name in OPTIONS:
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=f"how many {name} to add")
        parser.add_argument("--seed", type=int, default=1, help="the same number makes the same texts")

    def handle(self, *args, **options):
        wanted = {name: options[name] for name in OPTIONS}
        if problem := _problem(wanted):
            raise CommandError(problem)
        self.writer = Writer(options["seed"])
        if wanted["members"]:
            authors = self.timed("members", lambda: people.add_members(wanted["members"], self.writer))
        self.counted("practices", wanted["practices"], practices.add_practices(wanted["practices"], self.writer))
        self.counted("events", wanted["events"], events.add_events(wanted["events"], self.writer))
        if wanted["topics"]:
            made = forum.add_forum(wanted["topics"], wanted["posts"], authors, self.writer)
            self.counted("posts", wanted["posts"], made)
        self.timed("words", lambda: vocabulary.add(self.writer.words()))

    def timed(self, name: str, act):
        """Do it and say how long it took."""
        began = time.monotonic()
        result = act()
        self.stdout.write(f"{name:<10} done in {time.monotonic() - began:.0f} s")
        return result

    def counted(self, name: str, total: int, made) -> None:
        """Go through `made`, which yields how many are written, and say how fast that went."""
        if not total:
            return
        began = time.monotonic()
        for done in made:
            if self.stdout.isatty():
                self.stdout.write(f"\r{name:<10} {done}/{total}", ending="")
                self.stdout.flush()
        seconds = time.monotonic() - began
        self.stdout.write(f"\r{name:<10} {total} in {seconds:.0f} s, {total / max(seconds, 0.001):.0f} a second")


def _problem(wanted: dict[str, int]) -> str:
    """Why this cannot be generated, or nothing."""
    if not (settings.DEMO or settings.DEBUG):
        return "Made-up content belongs where DEMO or DEBUG is on."
    if min(wanted.values()) < 0 or not any(wanted.values()):
        return f"Say how many of what: {', '.join(f'--{name} N' for name in OPTIONS)}."
    if wanted["posts"] < wanted["topics"] or (wanted["posts"] and not wanted["topics"]):
        return "Every topic has at least one post, and posts need topics."
    if wanted["topics"] and not wanted["members"]:
        return "Topics and posts are written by members: add --members."
    return ""
