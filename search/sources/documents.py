"""Documents as findable objects: what their files say, for those who may read a page that shows them."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from community.audience import doors_of
from community.models import PortalDocument
from community.prepared import Ids, prepared
from search.enums import Kind
from search.sources.base import EXAMPLE_BOOST, Entry, Shown, Source, one_line
from search.sources.events import EventSource
from search.sources.forums import RoomSource
from search.sources.practices import PracticeSource

DOCUMENT_BOOST = 0.6  # the page that explains a file comes before the file
PAGES = (PracticeSource(), EventSource(), RoomSource())


class DocumentSource(Source):
    """Documents that a live practice, event or room of the forum shows; their doors are those of all such pages.

    An entry says nothing else of the pages: who reads one of them must not learn of another.
    """

    kind = Kind.DOCUMENT
    model = PortalDocument

    def rows(self):
        return PortalDocument.objects.select_related("read_text")

    def entries(self, ids) -> dict[int, Entry]:
        named = _named_by(ids)
        live = {
            source: source.model.objects.live()
            .filter(pk__in={pk for found in named.values() for pk in found.get(source, ())})
            .prefetch_related("owners", "audience_groups")
            .in_bulk()
            for source in PAGES
            if any(source in found for found in named.values())
        }
        made = {}
        for row in self.rows().filter(pk__in=named.keys()):
            pages = [live[source][pk] for source, pks in named[row.pk].items() for pk in pks if pk in live[source]]
            if pages:
                made[row.pk] = _entry(row, pages)
        return made

    def entry(self, row) -> Entry:
        return self.entries([row.pk])[row.pk]

    def shown(self, ids, reader) -> dict[int, Shown]:
        """The page named is the first of those that `reader` may read."""
        named = _named_by(ids)
        open_to = {
            source: source.shown({pk for found in named.values() for pk in found.get(source, ())}, reader)
            for source in PAGES
        }
        first = {}
        for document, found in named.items():
            for source, pks in found.items():
                for pk in sorted(pks & open_to[source].keys()):
                    first.setdefault(document, (pk, open_to[source][pk]))
        titles = dict(_titles(tuple({pk for pk, _page in first.values()})))
        files = {file.pk: file for file in _files(tuple(first))}
        return {
            document: Shown(
                url=page.url,
                owners=titles[pk],
                scope=page.scope,
                note=_("Terlampir pada halaman “%(title)s”.") % {"title": titles[pk]},
                file=files[document].url,
                is_example=page.is_example,
            )
            for document, (pk, page) in first.items()
            if document in files
        }


@prepared
def _titles(ids: Ids):
    return Page.objects.filter(pk__in=ids).values_list("pk", "title")


@prepared
def _files(ids: Ids):
    return PortalDocument.objects.filter(pk__in=ids)


def _named_by(ids) -> dict[int, dict[Source, set[int]]]:
    """Ids of the pages that refer to each document, by the source of their kind."""
    types = {ContentType.objects.get_for_model(source.model).pk: source for source in PAGES}
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        to_object_id__in=[str(pk) for pk in ids],
        content_type__in=types,
    )
    named = defaultdict(lambda: defaultdict(set))
    for document, content_type, page in references.values_list("to_object_id", "content_type_id", "object_id"):
        named[int(document)][types[content_type]].add(int(page))
    return named


def _entry(row: PortalDocument, pages: list) -> Entry:
    read = getattr(row, "read_text", None)
    is_read = read is not None and read.file == row.file.name
    is_example = all(page.is_example for page in pages)
    return Entry(
        title=one_line(row.title),
        body=read.text if is_read else "",
        doors=sorted({door for page in pages for door in doors_of(page)}),
        facets={"example": ["yes" if is_example else "no"]},
        dated_at=row.created_at,
        boost=DOCUMENT_BOOST * (EXAMPLE_BOOST if is_example else 1.0),
        leans_on=frozenset({(PortalDocument, row.pk), *((Page, page.pk) for page in pages)}),
    )
