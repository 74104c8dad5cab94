"""What is asked of search, kept without who asked: written after the answer, forgotten after some months.

A question is counted once for a reader within half an hour, whatever they do with its pages, tabs and filters: of that
the cache holds a keyed hash for so long. What looks like personal data is not kept, nor is a question for people.
"""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from community.enums import Subject
from community.personal_data import personal_data_in
from search.enums import AnsweredBy, Kind
from search.forms import MAX_PAGE, MAX_TEXT, PAGE_SIZE, Question, one_line
from search.models import AskedSearch, SearchClick
from search.types import SearchResults

logger = structlog.get_logger(__name__)
AGAIN = 30 * 60  # seconds within which the same question of the same reader is the same
HOUR, MOST_AN_HOUR = 3_600, 600  # questions of one account, or one address, that are counted
OPENED_WITHIN = timedelta(hours=2)
MOST_CLICKS = 30  # of one question
FORGOTTEN_AT_ONCE = 5_000
LARGEST_ID = 2**63 - 1
OPENED = {*Kind.values, Subject.PAGE.value}

_LEFT_OUT = re.compile(r"[^\w\s\"'/&.+@-]+")
_ADDRESS = re.compile(r"\S@\S|@\S+\.\S|\S\s*\(at\)\s*\S")
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-/()]{0,2}\d){8,}")
_ROBOT = re.compile(r"bot\b|bot/|crawl|spider|slurp|externalhit|lighthouse|headless.*preview", re.IGNORECASE)


@dataclass(frozen=True)
class Noted:
    """A question as its page knows it: the `row` is still to be written, or was when it was asked before (None)."""

    id: uuid.UUID
    place: str  # where the cache holds that it was asked
    row: AskedSearch | None = None
    reader: str = ""

    @property
    def clicks(self) -> str:
        """The beginning of the address at which it is told that a result was opened."""
        return f"/cari/klik/{self.id}/"


def normalised(text: str) -> str:
    """The question as it is kept: one line of small letters; empty for what looks like personal data."""
    plain = " ".join(_LEFT_OUT.sub(" ", one_line(text[:MAX_TEXT])).casefold().split()).strip(" .-/'+&")
    if personal_data_in(text) or _ADDRESS.search(text) or _LONG_NUMBER.search(text) or "@" in plain:
        return ""
    return plain[:MAX_TEXT] if any(letter.isalnum() for letter in plain) else ""


def note(request: HttpRequest, question: Question, results: SearchResults, seconds: float) -> Noted | None:
    """What is to be remembered of a question that was answered; None for what is not counted. Writes nothing.

    Not counted are: robots, pages fetched ahead, filtered questions that were not asked before without filters,
    questions for people.
    """
    text = normalised(question.text)
    if not settings.SEARCH_LOG_DAYS or not text or _is_machine(request) or _is_for_people(question, results):
        return None
    reader = _reader(request)
    asking = f"{reader}:{request.headers.get('User-Agent', '')}:{text}"
    place = f"asked:{salted_hmac('search.asked', asking).hexdigest()}"
    if before := _recalled(place):
        return Noted(before, place)
    if question.is_filtered or question.page > 1:
        return None
    row = AskedSearch(
        text=text,
        results=sum(results.kinds.values()) if question.tab else results.total,
        engine=_engine(results),
        milliseconds=round(seconds * 1000),
        is_visitor=not request.user.is_authenticated,
    )
    return Noted(row.id, place, row, f"asking:{salted_hmac('search.asking', reader).hexdigest()}")


def keep(noted: Noted) -> bool:
    """Write a noted question, once its answer is on its way; whether it was. Fails quietly: nobody waits for it."""
    if noted.row is None:
        return False
    try:
        count = cache.get(noted.reader, 0)
        if count >= MOST_AN_HOUR:
            return False
        noted.row.save(force_insert=True)
        cache.set(noted.reader, count + 1, HOUR)
        cache.set(noted.place, str(noted.id), AGAIN)
    except Exception as error:  # whatever is away, the database or the cache: the answer was sent
        logger.warning("search_not_counted", reason=type(error).__name__)
        return False
    return True


def opened(search_id: uuid.UUID, *, kind: str, object_id: int, position: int) -> bool:
    """Remember that a result was opened, once for each, within two hours of the question; whether it was."""
    if kind not in OPENED or object_id > LARGEST_ID or position > MAX_PAGE * PAGE_SIZE:
        return False
    since = timezone.now() - OPENED_WITHIN
    search = AskedSearch.objects.filter(pk=search_id, asked_at__gte=since).first()
    if search is None or search.clicks.count() >= MOST_CLICKS:
        return False
    click = SearchClick(search=search, position=position, kind=kind, object_id=object_id)
    SearchClick.objects.bulk_create([click], ignore_conflicts=True)
    return True


def forget_old() -> int:
    """Delete what was asked before the time that questions are kept for (`SEARCH_LOG_DAYS`); how many questions."""
    edge, forgotten = timezone.now() - timedelta(days=settings.SEARCH_LOG_DAYS), 0
    while ids := list(AskedSearch.objects.filter(asked_at__lt=edge).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        AskedSearch.objects.filter(pk__in=ids).delete()
        forgotten += len(ids)
    return forgotten


def _is_machine(request: HttpRequest) -> bool:
    is_ahead = "prefetch" in (request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", ""))
    return request.method != "GET" or is_ahead or bool(_ROBOT.search(request.headers.get("User-Agent", "")))


def _is_for_people(question: Question, results: SearchResults) -> bool:
    """A question under their tab, and one that a person's name answers best."""
    return question.kind == Kind.PERSON or bool(results.hits and results.hits[0].kind == Kind.PERSON)


def _reader(request: HttpRequest) -> str:
    """Who asks, for the keys of the cache only."""
    user = request.user
    return f"user:{user.pk}" if user.is_authenticated else f"ip:{get_adapter().get_client_ip(request)}"


def _recalled(place: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(found) if (found := cache.get(place)) else None
    except Exception:  # a cache that is away, in the words of its own library
        return None


def _engine(results: SearchResults) -> AnsweredBy:
    if results.is_fallback:
        return AnsweredBy.FALLBACK
    return AnsweredBy.ELASTICSEARCH if settings.ELASTICSEARCH_URL else AnsweredBy.DATABASE
