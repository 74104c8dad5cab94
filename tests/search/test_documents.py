"""Documents are found by what their files say, by those who may read a page that shows them, at every instant."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse

from community import work
from community.enums import Audience
from community.extraction import apart
from community.models import DocumentReading, DocumentText, PortalDocument
from community.services import documents
from practices.models import PracticePage
from search import truth
from search.enums import Kind
from search.forms import Question
from search.models import SearchEntry
from search.services import search
from tests.factories.community import UserFactory
from tests.factories.media import PortalDocumentFactory
from tests.factories.practices import PracticePageFactory
from tests.factories.texts import office, pdf

pytestmark = pytest.mark.django_db


def attached(document) -> list[dict]:
    return [{"type": "attachment", "value": {"document": document.pk, "caption": ""}}]


@pytest.fixture
def document():
    row = PortalDocumentFactory(title="Rekap", file=ContentFile(office("docx", "Memuat kata zamrud."), name="a.docx"))
    documents.read(DocumentReading.objects.get(document=row))
    return row


@pytest.fixture
def practice(document):
    return PracticePageFactory(title="Dialog bulanan", attachments=attached(document))


def found(reader=None) -> list[str]:
    answer = search(Question(text="zamrud"), reader or AnonymousUser())
    assert list(truth.disagreeing(Kind.DOCUMENT)) == []
    return [row.shown.owners for row in answer.rows if row.kind == Kind.DOCUMENT]


def republish(page, **changes) -> None:
    fresh = PracticePage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()


def test_a_word_of_the_file_leads_to_the_page_and_the_file(client, document, practice):
    shown = client.get("/cari/?q=zamrud&jenis=dokumen").content.decode()

    assert found() == ["Dialog bulanan"]
    assert "Terlampir pada halaman “Dialog bulanan”." in shown
    assert f'href="{document.url}"' in shown
    assert client.get(document.url).status_code == 200


def test_a_file_that_nothing_shows_is_not_found(document):
    assert found(UserFactory(is_superuser=True)) == []


@pytest.mark.once
def test_it_follows_its_page(document, practice):
    member = UserFactory(is_superuser=True)

    republish(practice, audience=Audience.MEMBERS)
    assert (found(), found(member)) == ([], ["Dialog bulanan"])
    assert SearchEntry.objects.get(kind=Kind.DOCUMENT, object_id=document.pk).doors == ["members"]

    PracticePage.objects.get(pk=practice.pk).unpublish()
    assert found(member) == []

    republish(practice, audience=Audience.PUBLIC)
    assert found() == ["Dialog bulanan"]

    republish(practice, attachments=[])
    assert found(member) == []


@pytest.mark.once
def test_it_goes_with_its_page_and_with_itself(document, practice):
    other = PracticePageFactory(title="Dialog tahunan", attachments=attached(document))
    PracticePage.objects.get(pk=practice.pk).delete()
    assert found() == ["Dialog tahunan"]

    republish(other, attachments=[])
    assert found() == []


@pytest.mark.once
def test_of_two_pages_only_the_open_one_is_named(document, practice):
    republish(practice, audience=Audience.MEMBERS, title="Rahasia kami")
    PracticePageFactory(title="Terbuka", attachments=attached(document))

    assert found() == ["Terbuka"]


def test_a_deleted_document_is_gone(document, practice):
    PortalDocument.objects.get(pk=document.pk).delete()

    assert found() == []
    assert not DocumentText.objects.exists()


@pytest.mark.once
def test_a_replaced_file_takes_its_text_away_until_the_new_one_is_read(document, practice):
    document.file = ContentFile(pdf("Lampiran rekap dialog kinerja"), name="b.pdf")
    document.save()
    assert found() == []
    assert documents.told(document) == "Teks berkas ini belum dibaca."

    assert work.work_off() >= 1
    assert documents.told(document) == "Teks 1 halaman terbaca."


def test_a_killed_reading_is_done_again(document, practice, monkeypatch):
    document.file = ContentFile(office("docx", "Kata zamrud lagi."), name="c.docx")
    document.save()
    row = DocumentReading.objects.waiting().latest("pk")
    with monkeypatch.context() as patch:
        patch.setattr(apart, "extract", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            documents.read(row)

    documents.read(row)
    documents.read(row)
    assert found() == ["Dialog bulanan"]


def test_the_same_bytes_are_not_read_twice(document, monkeypatch):
    with document.file.open("rb") as file:
        content = file.read()
    document.file = ContentFile(content, name="lain.docx")
    document.save()
    monkeypatch.setattr(apart, "extract", None)

    documents.read(DocumentReading.objects.latest("pk"))
    assert DocumentText.objects.get().file == document.file.name


def test_documents_from_before_are_read(document):
    DocumentText.objects.all().delete()
    DocumentReading.objects.all().delete()

    assert documents.want_unread() == 1
    assert documents.want_unread() == 0
    work.work_off()
    assert DocumentText.objects.get().text == "Memuat kata zamrud."


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (pdf(""), "pindai.pdf", "hasil pindaian"),
        (b"%PDF-1.4\n", "rusak.pdf", "rusak"),
        (b"a,b", "data.csv", "terbaca"),
    ],
)
def test_the_cms_tells_what_was_read(client, content, name, told):
    document = PortalDocumentFactory(file=ContentFile(content, name=name))
    documents.read(DocumentReading.objects.get(document=document))
    client.force_login(UserFactory(is_superuser=True))

    assert told in documents.told(document)
    edit = client.get(reverse("wagtaildocs:edit", args=[document.pk]))
    assert documents.told(document) in edit.content.decode()
