"""Images and documents are served to whoever may read what shows them, from the commit of the change on."""

import io

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from PIL import Image

from community import files
from community.enums import Audience, Role
from community.models import PortalDocument, PortalImage
from community.permissions import can_read_file
from cop_portal import reference
from tests.factories.community import (
    GroupFactory,
    InstansiContributorFactory,
    InstansiFactory,
    ScopeStewardFactory,
    UserFactory,
)
from tests.factories.media import PDF, PortalDocumentFactory, PortalImageFactory, docx, picture
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db


def attached(document) -> list[dict]:
    return [{"type": "attachment", "value": {"document": document.pk, "caption": ""}}]


def embedded(image) -> str:
    return f'<p>Foto.</p><embed embedtype="image" id="{image.pk}" format="fullwidth" alt="Foto"/>'


@pytest.fixture
def document():
    return PortalDocumentFactory()


def body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.once
def test_document_of_a_public_page_is_served_to_everybody(client, document):
    PracticePageFactory(attachments=attached(document))

    response = client.get(document.url)

    assert (response.status_code, body(response)) == (200, PDF)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{document.filename}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Cache-Control"] == "public, max-age=300, s-maxage=0, must-revalidate"


@pytest.mark.once
def test_document_that_browsers_do_not_show_is_downloaded(client):
    document = PortalDocumentFactory(file=ContentFile(docx(), name="isi.docx"))
    PracticePageFactory(attachments=attached(document))

    response = client.get(document.url)

    assert response.headers["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    assert response.headers["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.once
@pytest.mark.parametrize("as_rendition", [False, True])
def test_image_and_rendition_follow_the_page_that_shows_them(client, as_rendition):
    image = PortalImageFactory()
    page = PracticePageFactory(members=True, problem=embedded(image))
    rendition = image.get_rendition("width-20")
    address = rendition.url if as_rendition else f"/berkas/{image.file.name}"

    refused = client.get(address).status_code
    page.audience = Audience.PUBLIC
    page.save_revision().publish()
    response = client.get(address)

    assert (refused, response.status_code) == (404, 200)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(body(response))).format == "JPEG"


@pytest.mark.once
def test_file_of_a_closed_page_is_private(client, document):
    PracticePageFactory(members=True, attachments=attached(document))
    client.force_login(UserFactory(verified=True))

    response = client.get(document.url)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


READERS = ["anonymous", "unverified", "verified", "owner", "in group", "inactive", "superuser"]


@pytest.mark.parametrize(
    ("audience", "allowed"),
    [
        (Audience.PUBLIC, set(READERS)),
        (Audience.MEMBERS, {"verified", "owner", "superuser"}),
        (Audience.INSTANSI, {"owner", "superuser"}),
        (Audience.GROUP, {"in group", "superuser"}),
    ],
)
def test_file_is_read_by_the_readers_of_its_page(document, audience, allowed):
    owner, group = InstansiFactory(), GroupFactory()
    page = PracticePageFactory(
        audience=audience, owners=[owner], audience_groups=[group], attachments=attached(document)
    )
    readers = {
        "anonymous": AnonymousUser(),
        "unverified": UserFactory(),
        "verified": UserFactory(verified=True),
        "owner": UserFactory(verified=True, instansi=owner),
        "in group": UserFactory(),
        "inactive": UserFactory(verified=True, instansi=owner, is_active=False),
        "superuser": UserFactory(is_superuser=True),
    }
    readers["in group"].groups.add(group)

    assert {name for name, reader in readers.items() if can_read_file(reader, document)} == allowed
    assert page.live


def test_file_of_two_pages_is_open_when_one_is(client, document):
    PracticePageFactory(members=True, attachments=attached(document))
    PracticePageFactory(attachments=attached(document))

    assert client.get(document.url).status_code == 200


@pytest.mark.once
def test_file_of_a_draft_is_closed(client, document):
    PracticePageFactory(draft=True, attachments=attached(document))
    client.force_login(UserFactory(verified=True))

    assert client.get(document.url).status_code == 404


@pytest.mark.once
def test_draft_of_a_live_page_opens_nothing_before_it_is_published(client, document):
    page = PracticePageFactory()
    page.attachments = attached(document)

    revision = page.save_revision()
    before = client.get(document.url).status_code
    revision.publish()

    assert (before, client.get(document.url).status_code) == (404, 200)


@pytest.mark.once
def test_file_taken_out_of_a_draft_stays_open_until_published(client, document):
    page = PracticePageFactory(attachments=attached(document))
    page.attachments = []

    revision = page.save_revision()
    before = client.get(document.url).status_code
    revision.publish()

    assert (before, client.get(document.url).status_code) == (200, 404)


def test_file_closes_when_its_page_is_unpublished_or_deleted(client, document):
    first = PracticePageFactory(attachments=attached(document))
    second = PracticePageFactory(attachments=attached(document))

    first.unpublish()
    with_one = client.get(document.url).status_code
    second.delete()

    assert (with_one, client.get(document.url).status_code) == (200, 404)


def test_references_change_without_a_task():
    PracticePageFactory(attachments=attached(PortalDocumentFactory()))

    assert not DBTaskResult.objects.filter(task_path__contains="update_reference_index").exists()


@pytest.mark.parametrize(
    "path",
    [
        "documents/tidak-ada.pdf",
        "documents/../secret-key",
        "../secret-key",
        "/etc/passwd",
        "%2e%2e/secret-key",
        "images/" + "a" * 10_000,
        "avatar_images/x.jpg",
        "",
        "%ff%fe.pdf",
    ],
)
def test_unknown_paths_answer_404(client, path):
    assert client.get(f"/berkas/{path}").status_code == 404


@pytest.mark.parametrize("path", ["documents/a\x00.pdf", "documents/" + "a" * 100_000])
def test_paths_that_no_database_should_see_find_nothing(path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert files.find(path) is None


@pytest.mark.once
def test_only_reading_is_allowed(client, document):
    PracticePageFactory(attachments=attached(document))

    assert client.post(document.url).status_code == 405
    assert client.head(document.url).status_code == 200


@pytest.mark.once
def test_row_without_its_file_answers_404(client, document):
    PracticePageFactory(attachments=attached(document))
    document.file.storage.delete(document.file.name)

    assert client.get(document.url).status_code == 404


@pytest.mark.once
def test_known_file_is_not_sent_again(client, document):
    PracticePageFactory(attachments=attached(document))
    etag = client.get(document.url).headers["ETag"]

    response = client.get(document.url, headers={"if-none-match": etag})

    assert (response.status_code, response.headers["ETag"]) == (304, etag)
    assert response.headers["Cache-Control"].startswith("public")


@pytest.mark.once
def test_known_file_is_refused_to_who_may_not_read_it(client, document):
    PracticePageFactory(members=True, attachments=attached(document))

    assert client.get(document.url, headers={"if-none-match": f'"{document.file_hash}"'}).status_code == 404


@pytest.mark.once
@override_settings(FILES_X_ACCEL_PREFIX="/media-internal/")
def test_web_server_may_send_the_file(client, document):
    PracticePageFactory(attachments=attached(document))

    response = client.get(document.url)

    assert response.headers["X-Accel-Redirect"] == f"/media-internal/{document.file.name}"
    assert response.content == b""


@pytest.mark.once
@pytest.mark.parametrize("pages", [1, 5])
def test_public_file_costs_three_queries(client, document, django_assert_num_queries, pages):
    PracticePageFactory.create_batch(pages, attachments=attached(document))
    client.get(document.url)  # content types are remembered by the process

    with django_assert_num_queries(3):
        response = client.get(document.url)

    assert response.status_code == 200


@pytest.mark.once
def test_file_for_members_costs_six_queries_with_session_and_person(client, document, django_assert_num_queries):
    PracticePageFactory(members=True, attachments=attached(document))
    client.force_login(UserFactory(verified=True))
    client.get(document.url)

    with django_assert_num_queries(6):
        response = client.get(document.url)

    assert response.status_code == 200


# --- in the CMS ---------------------------------------------------------------------------------------------------


@pytest.fixture
def roles():
    reference.load()


def in_role(role: Role, **fields):
    person = UserFactory(verified=True, **fields)
    person.groups.add(Group.objects.get(name=role.value))
    return person


def steward_of(scope: str):
    steward = ScopeStewardFactory(scope=scope).person
    steward.groups.add(Group.objects.get(name=Role.STEWARD.value))
    return steward


@pytest.mark.once
def test_new_file_is_seen_by_who_uploaded_it_and_by_who_reviews(roles):
    uploader, other = in_role(Role.CONTRIBUTOR), in_role(Role.CONTRIBUTOR)
    document = PortalDocumentFactory(uploaded_by_user=uploader)
    readers = {
        "uploader": uploader,
        "other contributor": other,
        "steward": in_role(Role.STEWARD),
        "organiser": in_role(Role.ORGANISER),
        "member": UserFactory(verified=True),
    }

    allowed = {name for name, reader in readers.items() if can_read_file(reader, document)}

    assert allowed == {"uploader", "steward", "organiser"}


@pytest.mark.once
def test_file_of_a_draft_is_seen_by_its_author_and_by_who_reviews(roles, document):
    row, other = InstansiContributorFactory(), in_role(Role.CONTRIBUTOR)
    row.person.groups.add(Group.objects.get(name=Role.CONTRIBUTOR))
    PracticePageFactory(draft=True, owner=row.person, owners=[row.instansi], attachments=attached(document))

    assert can_read_file(row.person, document)
    assert can_read_file(steward_of("best_practice"), document)
    assert not can_read_file(steward_of("innovative"), document)
    assert not can_read_file(other, document)


def test_closed_file_of_another_instansi_is_not_seen_by_a_contributor(roles, document):
    PracticePageFactory(for_owners=True, attachments=attached(document))

    assert not can_read_file(in_role(Role.CONTRIBUTOR), document)


def test_contributors_choose_among_their_own_files(roles, client):
    contributor = in_role(Role.CONTRIBUTOR)
    own = PortalDocumentFactory(title="Milik sendiri", uploaded_by_user=contributor)
    PortalDocumentFactory(title="Milik orang lain")
    client.force_login(contributor)

    response = client.get("/cms/documents/chooser/")

    assert [item.pk for item in response.context["results"]] == [own.pk]


def upload(client, address: str, **fields):
    return client.post(address, {"collection": 1, "tags": "", **fields})


def named(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize("address", ["/cms/images/add/", "/cms/images/multiple/add/", "/cms/images/chooser/create/"])
def test_every_way_of_adding_an_image_checks_and_cleans_it(roles, client, address):
    client.force_login(in_role(Role.ORGANISER))
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    prefix = "image-chooser-upload-" if "chooser" in address else ""
    key = "files[]" if "multiple" in address else f"{prefix}file"

    def send(name, content):
        fields = {f"{prefix}title": "Foto\u202e kami", key: named(name, content)}
        fields |= {f"{prefix}collection": 1, f"{prefix}tags": ""}
        return client.post(address, fields, headers={"x-requested-with": "XMLHttpRequest"})

    send("../../jahat.jpg", b"\xff\xd8\xff<html><script>alert(1)</script>")
    refused = PortalImage.objects.count()
    send('foto "x"\u202e.jpg', picture(exif=exif) + b"<script>")

    image = PortalImage.objects.get()
    stored = image.file.read()
    assert refused == 0
    assert not any(secret in stored for secret in (b"rahasia", b"script"))
    assert image.file.name.startswith("original_images/foto-x")
    assert image.title == "Foto kami"


@pytest.mark.parametrize(
    "address", ["/cms/documents/add/", "/cms/documents/multiple/add/", "/cms/documents/chooser/create/"]
)
def test_every_way_of_adding_a_document_checks_it(roles, client, address):
    client.force_login(in_role(Role.ORGANISER))
    prefix = "document-chooser-upload-" if "chooser" in address else ""
    key = "files[]" if "multiple" in address else f"{prefix}file"

    def send(name, content):
        fields = {f"{prefix}title": "Laporan", key: named(name, content)}
        fields |= {f"{prefix}collection": 1, f"{prefix}tags": ""}
        return client.post(address, fields, headers={"x-requested-with": "XMLHttpRequest"})

    send("jahat.pdf", b"<html><script>alert(1)</script>")
    refused = PortalDocument.objects.count()
    send("../Laporan Akhir.pdf", PDF)

    document = PortalDocument.objects.get()
    assert refused == 0
    assert document.filename.startswith("laporan-akhir")
    assert document.file.read() == PDF


def test_replacing_a_document_checks_the_new_one(roles, client):
    organiser = in_role(Role.ORGANISER)
    document = PortalDocumentFactory(uploaded_by_user=organiser)
    client.force_login(organiser)

    response = client.post(
        f"/cms/documents/edit/{document.pk}/",
        {"title": "Baru", "file": named("baru.pdf", docx()), "collection": 1, "tags": ""},
    )

    document.refresh_from_db()
    assert "tidak sesuai dengan namanya" in response.content.decode()
    assert document.file.read() == PDF


def test_editing_without_a_new_file_keeps_the_old(roles, client):
    organiser = in_role(Role.ORGANISER)
    image = PortalImageFactory()
    before = image.file.read()
    client.force_login(organiser)

    client.post(f"/cms/images/{image.pk}/", {"title": "Judul baru", "collection": 1, "tags": ""})

    image.refresh_from_db()
    with image.file.open() as kept:
        assert (image.title, kept.read()) == ("Judul baru", before)


@pytest.mark.once
def test_a_steward_sees_the_file_of_a_page_they_may_edit(roles, document):
    PracticePageFactory(for_owners=True, scope="helping", attachments=attached(document))

    assert can_read_file(steward_of("helping"), document)
    assert not can_read_file(steward_of("innovative"), document)
