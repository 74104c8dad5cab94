"""Practices in bulk, complete enough to be read, filtered and found."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from community.models import Instansi, SubAspect
from cop_portal.load.people import continue_keys, next_pk
from cop_portal.load.texts import Writer
from practices import library_index
from practices.dates import a_year_after
from practices.models import PracticeIndexPage, PracticePage
from search import entries
from search.enums import Kind

BATCH = 500
YEARS = 6


def add_practices(count: int, writer: Writer) -> Iterator[int]:
    """Write `count` published practices below the library with their entries; yields how many are written.

    They have no revision: the first change in the CMS makes one.
    """
    making = _Making(writer)
    for start in range(0, count, BATCH):
        making.write(min(BATCH, count - start))
        yield min(start + BATCH, count)
    continue_keys(Page)


class _Making:
    def __init__(self, writer: Writer):
        self.writer = writer
        self.today = timezone.localdate()
        agencies = Instansi.objects.affiliable(self.today).order_by("pk")
        self.agencies = list(agencies.values_list("pk", flat=True))
        self.subaspects = list(SubAspect.objects.order_by("pk").values_list("pk", "aspect_id"))
        self.type = ContentType.objects.get_for_model(PracticePage)
        self.locale = Locale.get_default()

    @transaction.atomic
    def write(self, count: int) -> None:
        """Write a batch by a few statements: base rows, practices, links, entries."""
        library = PracticeIndexPage.objects.select_for_update(of=("self",)).get()
        last = library.get_children().order_by("-path").values_list("path", flat=True).first()
        step = Page._str2int(last[-Page.steplen :]) if last else 0
        first = next_pk(Page)
        pages = [self._practice(first + number, library, step + 1 + number) for number in range(count)]
        Page.objects.bulk_create([_base_of(page) for page in pages])
        # Django refuses `bulk_create` for a model with a parent table, whose keys it may not know; here they are given
        PracticePage._base_manager.get_queryset()._insert(
            pages, fields=PracticePage._meta.local_concrete_fields, using=library._state.db
        )
        Page.objects.filter(pk=library.pk).update(numchild=library.numchild + count)
        self._link([page.pk for page in pages])
        entries.refresh_many(Kind.PRACTICE, [page.pk for page in pages])
        library_index.touch()

    def _practice(self, pk: int, library: PracticeIndexPage, step: int) -> PracticePage:
        writer, random = self.writer, self.writer.random
        title, slug = writer.title("").plain[:120], f"uji-{pk}"
        reported = self.today - timedelta(days=int(365 * YEARS * random.random() ** 1.5))
        written = timezone.now()
        return PracticePage(
            id=pk,
            page_ptr_id=pk,
            path=PracticePage._get_path(library.path, library.depth + 1, step),
            depth=library.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{library.url_path}{slug}/",
            content_type=self.type,
            locale=self.locale,
            translation_key=uuid4(),
            first_published_at=written,
            last_published_at=written,
            latest_revision_created_at=written,
            summary=writer.sentences(2).plain[:500],
            scope=writer.skewed(["best_practice", "helping", "knowledge_stewarding", "innovative"]),
            owner_count=1,
            has_substance_problem=random.random() < 0.6,
            has_behaviour_problem=random.random() < 0.5,
            context=_prose(writer, 3),
            problem=_prose(writer, 3),
            solution=_prose(writer, 5),
            steps=[("step", _step(writer)) for _ in range(random.randint(3, 6))],
            lessons=_prose(writer, 2),
            reported_at=reported,
            review_by=a_year_after(reported),
            is_example=True,
        )

    def _link(self, ids: list[int]) -> None:
        random = self.writer.random
        owners, aspects, subaspects = [], [], []
        for pk in ids:
            owners.append(
                PracticePage.owners.through(practicepage_id=pk, instansi_id=self.writer.skewed(self.agencies))
            )
            chosen = random.sample(self.subaspects, min(len(self.subaspects), random.randint(1, 3)))
            subaspects += [PracticePage.subaspects.through(practicepage_id=pk, subaspect_id=sub) for sub, _ in chosen]
            aspects += [
                PracticePage.aspects.through(practicepage_id=pk, aspect_id=aspect) for aspect in {a for _, a in chosen}
            ]
        for rows in (owners, aspects, subaspects):
            type(rows[0]).objects.bulk_create(rows)


def _base_of(page: PracticePage) -> Page:
    """The row of the table that all pages share."""
    return Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})


def _prose(writer: Writer, paragraphs: int) -> str:
    texts = (writer.sentences(writer.random.randint(2, 5)).plain for _ in range(paragraphs))
    return "".join(f"<p>{text}</p>" for text in texts)


def _step(writer: Writer) -> dict:
    title = writer.title("").plain[:100]
    return {"title": title, "text": f"<p>{writer.sentences(2).plain}</p>", "duration": "2 pekan", "role": "Tim kerja"}
