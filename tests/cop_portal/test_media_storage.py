"""Uploads in S3-style storage, with a real server: kept private, served by the portal, told apart when it is away."""

import io
import socket
import subprocess
import sys
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.tasks import delete_file_from_storage_task

from community.errors import StorageAway
from community.extraction.types import Outcome
from community.models import DocumentReading, DocumentText, PortalDocument, PortalImage
from community.services import documents
from cop_portal import media_storage
from cop_portal.demo.attachments import docx
from cop_portal.settings import media_storage as settings_of_storage
from cop_portal.settings.media_storage import FOLDER, storage_of
from tests.community.test_files import attached, body, embedded
from tests.factories.community import UserFactory
from tests.factories.media import PDF, PortalDocumentFactory, PortalImageFactory, picture
from tests.factories.practices import PracticePageFactory
from tests.support.accounts import page
from tests.support.buckets import KEY, SECRET, address, use

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AWAY = "Berkas sedang tidak dapat dibuka atau disimpan"


def upload(client, kind: str, name: str, content: bytes):
    """Send a file by the CMS's form."""
    data = {"title": "Panduan", "file": SimpleUploadedFile(name, content), "collection": 1, "tags": ""}
    return client.post(f"/cms/{kind}/add/", data)


# --- kept and served -------------------------------------------------------------------------------------------


def test_what_the_cms_is_given_lies_private_in_the_bucket(client_of, bucket):
    client = client_of("organiser")

    answers = [upload(client, "documents", "panduan.pdf", PDF), upload(client, "images", "foto.png", picture("PNG"))]

    document, image = PortalDocument.objects.get(), PortalImage.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert set(bucket.names()) >= {f"portal/{document.file.name}", f"portal/{image.file.name}"}
    assert bucket.content(f"portal/{document.file.name}") == PDF
    assert {reader for key in bucket.names() for reader in bucket.readers(key)} == {"owner"}
    assert (document.file.size, image.width) == (len(PDF), 40)
    assert document.file.url == document.url == f"/berkas/{document.file.name}"


def test_a_file_is_served_by_the_portal_to_who_may_read_it(client, bucket):
    document = PortalDocumentFactory()
    PracticePageFactory(members=True, attachments=attached(document))

    refused = client.get(document.url)
    client.force_login(UserFactory(verified=True))
    served = client.get(document.url)
    known = client.get(document.url, headers={"if-none-match": served.headers["ETag"]})

    assert (refused.status_code, served.status_code, known.status_code) == (404, 200, 304)
    assert body(served) == PDF
    assert served.headers["Content-Length"] == str(len(PDF))
    assert served.headers["Content-Type"] == "application/pdf"
    assert served.headers["Cache-Control"] == "private, no-store"
    assert served.headers["Content-Security-Policy"] == "default-src 'none'"


def test_no_page_tells_where_the_bucket_is(client, client_of, bucket):
    document, image = PortalDocumentFactory(), PortalImageFactory()
    practice = PracticePageFactory(attachments=attached(document), problem=embedded(image))
    cms = client_of("organiser")

    shown = page(client.get(practice.url))
    shown += page(cms.get(f"/cms/documents/edit/{document.pk}/")) + page(cms.get(f"/cms/images/{image.pk}/"))

    assert document.url in shown
    assert not [word for word in (str(bucket.port), bucket.name, "Signature", "X-Amz") if word in shown]


def test_a_rendition_is_made_kept_and_served(client, bucket):
    image = PortalImageFactory(file=ContentFile(picture(size=(400, 300)), name="foto.jpg"))
    PracticePageFactory(problem=embedded(image))

    rendition = image.get_rendition("width-200")
    served = client.get(rendition.url)

    assert f"portal/{rendition.file.name}" in bucket.names()
    assert Image.open(io.BytesIO(body(served))).size == (200, 150)


def test_the_worker_reads_the_text_of_a_document(bucket):
    content = docx("Panduan", ["Dialog kinerja setiap pekan."])
    document = PortalDocumentFactory(file=ContentFile(content, name="panduan.docx"))

    documents.read(DocumentReading(document=document))

    read = DocumentText.objects.get(document=document)
    assert (read.state, "Dialog kinerja setiap pekan." in read.text) == (Outcome.READ, True)


def run_left(callbacks) -> str:
    """Do after the commit what is left for it, and then the worker's part; what the database kept of that."""
    for callback in callbacks:
        callback()
    task = DBTaskResult.objects.get(task_path="wagtail.tasks.delete_file_from_storage_task")
    delete_file_from_storage_task.func(*task.args_kwargs["args"])
    return str(task.args_kwargs)


def test_what_is_deleted_goes_and_no_key_is_kept_in_the_database(client_of, bucket, django_capture_on_commit_callbacks):
    document = PortalDocumentFactory()
    key = f"portal/{document.file.name}"

    before = key in bucket.names()
    with django_capture_on_commit_callbacks() as left:
        client_of("organiser").post(f"/cms/documents/delete/{document.pk}/")
    told = run_left(left)

    assert (before, key in bucket.names()) == (True, False)
    assert document.file.name in told
    assert not [secret for secret in (KEY, SECRET) if secret in told]


def test_a_file_that_is_gone_is_not_found(client, bucket):
    document = PortalDocumentFactory()
    PracticePageFactory(attachments=attached(document))
    default_storage.delete(document.file.name)

    assert client.get(document.url).status_code == 404


def test_nothing_is_written_over_even_when_a_name_is_taken_meanwhile(bucket):
    first = default_storage.save("documents/a.txt", ContentFile(b"satu"))
    second = default_storage.save("documents/a.txt", ContentFile(b"dua"))
    third = default_storage._save("documents/a.txt", ContentFile(b"tiga"))  # the name was free when it was asked for

    assert len({first, second, third}) == 3
    assert [bucket.content(f"portal/{name}") for name in (first, second, third)] == [b"satu", b"dua", b"tiga"]


def test_a_large_file_is_read_from_a_temporary_file(bucket):
    content = bytes(3 * media_storage.IN_MEMORY)
    name = default_storage.save("documents/besar.txt", ContentFile(content))

    with default_storage.open(name) as file:
        first = file.read()
    with file.open() as again:
        assert first == again.read() == content


# --- away ------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_fetched_is_told_on_a_page(client, bucket, take_storage_away):
    document = PortalDocumentFactory()
    PracticePageFactory(attachments=attached(document))
    take_storage_away()

    answer = client.get(document.url)

    assert (answer.status_code, AWAY in page(answer)) == (503, True)
    assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("60", "no-store")


@pytest.mark.parametrize("kind", ["documents", "images"])
def test_an_upload_that_cannot_be_kept_leaves_nothing(client_of, bucket, take_storage_away, kind):
    client, content = client_of("organiser"), {"documents": PDF, "images": picture("PNG")}[kind]
    take_storage_away()

    answer = upload(client, kind, "panduan.pdf" if kind == "documents" else "foto.png", content)

    assert (answer.status_code, AWAY in page(answer)) == (503, True)
    assert (PortalDocument.objects.count(), PortalImage.objects.count()) == (0, 0)


def test_pages_open_while_their_pictures_cannot_be_made(client, bucket, take_storage_away):
    practice = PracticePageFactory(
        problem=embedded(PortalImageFactory()), attachments=attached(PortalDocumentFactory())
    )
    take_storage_away()

    assert client.get(practice.url).status_code == 200


def test_deleting_goes_on_and_the_log_names_what_was_left(
    client_of, bucket, take_storage_away, caplog, django_capture_on_commit_callbacks
):
    document = PortalDocumentFactory()
    take_storage_away()

    with django_capture_on_commit_callbacks() as left:
        answer = client_of("organiser").post(f"/cms/documents/delete/{document.pk}/")
    run_left(left)

    assert (answer.status_code, PortalDocument.objects.count()) == (302, 0)
    assert f"The file {document.file.name} was left in the storage" in caplog.text
    assert SECRET not in caplog.text


def test_reading_a_document_waits_until_the_storage_is_back(bucket, settings, take_storage_away):
    document = PortalDocumentFactory()
    take_storage_away()

    with pytest.raises(StorageAway):  # the row stays and is tried again
        documents.read(DocumentReading(document=document))
    use(settings, bucket.url)
    documents.read(DocumentReading(document=document))

    assert DocumentText.objects.filter(document=document).exists()


def test_a_storage_that_does_not_answer_holds_nobody_for_long(settings, monkeypatch):
    monkeypatch.setattr(media_storage, "READ_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        use(settings, address(silent.getsockname()[1], "diam"))
        started = time.monotonic()

        with pytest.raises(StorageAway, match="Timeout"):
            default_storage.open("documents/a.txt")

    assert time.monotonic() - started < 5


def test_a_bucket_that_refuses_is_told_like_one_that_is_away(s3_server, settings):
    use(settings, address(s3_server, "bukan-ember-kami"))

    with pytest.raises(StorageAway, match="NoSuchBucket"):
        default_storage.save("documents/a.txt", ContentFile(b"a"))


# --- settings --------------------------------------------------------------------------------------------------


def test_the_address_gives_all_that_is_needed():
    options = storage_of("s3://kunci:a%2Fb%40c@s3.example:9000/ember/a/b?region=ap-southeast-3&addressing=virtual")

    assert options["OPTIONS"] == {
        "access_key": "kunci",
        "secret_key": "a/b@c",
        "endpoint_url": "https://s3.example:9000",
        "bucket_name": "ember",
        "location": "a/b",
        "region_name": "ap-southeast-3",
        "addressing": "virtual",
    }
    assert storage_of("") == FOLDER


@pytest.mark.parametrize(
    "url",
    [
        "file:///berkas",
        "s3://s3.example/ember",
        "s3://kunci@s3.example/ember",
        "s3://kunci:rahasia@s3.example",
        "s3://kunci:rahasia@/ember",
        "s3://kunci:rahasia@s3.example:x/ember",
        "s3://kunci:rahasia@[s3.example/ember",
        "s3://kunci:rahasia/x@s3.example/ember",
    ],
)
def test_another_form_is_refused_without_repeating_the_secret(url):
    with pytest.raises(ImproperlyConfigured, match=r"^MEDIA_STORAGE_URL must have the form") as refused:
        storage_of(url)
    assert "rahasia" not in str(refused.value)


@pytest.mark.parametrize(
    ("query", "told"),
    [("acl=public-read", "not acl"), ("scheme=ftp", "scheme of"), ("addressing=auto", "addressing of")],
)
def test_an_option_that_is_not_known_is_refused(query, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        storage_of(f"s3://kunci:rahasia@s3.example/ember?{query}")


def test_without_the_packages_the_start_says_how_to_install_them(monkeypatch):
    monkeypatch.setattr(settings_of_storage, "find_spec", lambda name: None)

    with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.txt"):
        storage_of("s3://kunci:rahasia@s3.example/ember")


def started(script: str, **variables: str) -> subprocess.CompletedProcess:
    environment = {"SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo", **variables}
    return subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)


def test_a_portal_with_a_folder_does_not_load_boto3():
    script = "import django, sys; django.setup(); import cop_portal.urls; print({'boto3', 'storages'} & {*sys.modules})"

    assert started(script).stdout.strip() == "set()"


def test_a_portal_with_a_bucket_starts(bucket):
    script = "import django, sys; django.setup(); import cop_portal.urls; print('boto3' in sys.modules)"

    assert started(script, MEDIA_STORAGE_URL=bucket.url).stdout.strip() == "True"


def test_files_of_a_bucket_are_not_left_to_the_web_server():
    url = "s3://kunci:rahasia@s3.example/ember"
    refused = started("import django; django.setup()", MEDIA_STORAGE_URL=url, FILES_X_ACCEL_PREFIX="/media-internal/")

    assert "FILES_X_ACCEL_PREFIX names files of a folder" in refused.stderr
