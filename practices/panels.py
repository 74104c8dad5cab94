"""What practices show on pages of the community: of a person, an agency, a scope, and on one's own page."""

from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from community import panels
from community.enums import Subject
from community.prepared import ReaderKind, prepared
from forums.enums import PostState
from forums.models import PostLink, Topic
from practices.library import ROW_FIELDS, practice_row
from practices.links import library_url, practice_url
from practices.models import PracticePage

SHOWN = 5
OWN_SHOWN = 20


def register() -> None:
    """Put practices into the slots of the pages below; called once, in `AppConfig.ready`."""
    template = "practices/_panel_rows.html"
    panels.register(panels.Panel("instansi", of_instansi, template, queries=2, position=10))
    panels.register(panels.Panel("person", of_person, template, queries=2, position=10))
    panels.register(panels.Panel("scope", of_scope, template, queries=2, position=10))
    panels.register(panels.Panel("topic_loop", of_topic, "components/panel_fact.html", queries=1, position=10))
    panels.register(panels.Panel("saya", own, "practices/_panel_own.html", queries=1, position=30))


def of_instansi(instansi, reader) -> dict | None:
    """The newest practices of an agency that `reader` may read."""
    rows = _rows(PracticePage.objects.filter(owners=instansi), reader)
    return _panel(rows, "praktik", _("Praktik yang dibagikan"), library_url(pemilik=instansi.code))


def of_person(person, reader) -> dict | None:
    """The newest practices that a person wrote."""
    return _panel(_rows(PracticePage.objects.filter(owner=person), reader), "praktik", _("Praktik yang ditulis"), "")


def of_scope(scope, reader) -> dict | None:
    """The newest practices of a scope (a `Scope`)."""
    rows = _rows(PracticePage.objects.filter(scope=scope), reader)
    return _panel(rows, "praktik", _("Praktik"), library_url(lingkup=scope.slug))


def of_topic(topic, reader) -> dict | None:
    """The practices that a topic leads to, then those of its sub-aspects, by one query."""
    values = [(page.title, practice_url(page.slug)) for page in _led_to_by(topic.pk, kind=ReaderKind.of(reader))]
    return {"name": _("Praktik terkait"), "values": values} if values else None


@prepared
def _led_to_by(topic: int, *, kind: ReaderKind):
    links = PostLink.objects.filter(post__topic=topic, post__state=PostState.VISIBLE, subject=Subject.PRACTICE)
    near = PracticePage.subaspects.through.objects.filter(
        subaspect__in=Topic.subaspects.through.objects.filter(topic=topic).values("subaspect")
    )
    is_led_to = Q(pk__in=links.values("object_id"))
    found = PracticePage.objects.published().visible_to(kind.reader()).only("title", "slug")
    found = found.filter(is_led_to | Q(pk__in=near.values("practicepage")))
    return found.order_by(Case(When(is_led_to, then=0), default=1), "-reported_at", "-pk")[:SHOWN]


def own(person, reader) -> dict | None:
    """What the person wrote themselves, drafts before what is published, the last edited first."""
    pages = PracticePage.objects.filter(owner=person).order_by("live", "-latest_revision_created_at", "-pk")
    fields = ("title", "slug", "live", "has_unpublished_changes", "review_by", "expire_at")
    rows = list(pages.only(*fields)[: OWN_SHOWN + 1])
    return {"pages": rows[:OWN_SHOWN], "most": OWN_SHOWN if len(rows) > OWN_SHOWN else None} if rows else None


def _rows(pages, reader) -> list[dict]:
    found = pages.published().visible_to(reader).order_by("-reported_at", "-pk")
    found = found.only(*ROW_FIELDS).prefetch_related("owners")[:SHOWN]
    today = timezone.localdate()
    return [practice_row(page, sorted(page.owners.all(), key=lambda each: each.name), today) for page in found]


def _panel(rows: list[dict], anchor: str, title: str, url: str) -> dict | None:
    return {"rows": rows, "anchor": anchor, "title": title, "all_url": url} if rows else None
