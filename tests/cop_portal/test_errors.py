import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST
from wagtail.models import Page, get_page_models

from community.errors import StorageAway
from community.models import READING
from cop_portal import errors, urls
from forums.links import topic_url
from forums.services.moderation import hide_post
from tests.factories.community import UserFactory
from tests.factories.forums import TopicFactory, forum_index
from tests.factories.practices import PracticePageFactory
from tests.support.forums import reply_url

FORM = "application/x-www-form-urlencoded"
OWN = {"origin": "http://testserver"}
pytestmark = pytest.mark.django_db


@require_POST
def accept(request):
    return errors.HttpResponse(f"diterima: {request.POST['title']}")


def refuse(request):
    raise PermissionDenied


def fail(request):
    raise OperationalError("no database")


def slow_down(request):
    return errors.too_many_requests(request)


handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
urlpatterns = [
    path("uji/terima/", accept),
    path("uji/tolak/", refuse),
    path("uji/gagal/", fail),
    path("uji/sering/", slow_down),
    path("", include(urls.urlpatterns)),
]


@pytest.fixture
def strict(settings):
    """A browser whose forms are checked; it does not follow exceptions into the test."""
    settings.ROOT_URLCONF = __name__
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def text(response) -> str:
    return response.content.decode()


def hidden_token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)


def test_page_not_found_offers_search_with_the_words_of_the_address(client):
    response = client.get("/praktik/dialog-kinerja_15-menit.html/")

    page = text(response)
    assert response.status_code == 404
    assert 'value="dialog kinerja 15 menit"' in page
    assert "Halaman ini tidak ada di sini" in page
    assert f'href="/akun/masuk/?next={"%2Fpraktik%2Fdialog-kinerja_15-menit.html%2F"}"' in page
    assert page.count('role="search"') == 1


def test_page_not_found_offers_no_sign_in_to_who_is_signed_in(client):
    client.force_login(UserFactory())

    response = client.get("/tidak/ada/")

    assert response.status_code == 404
    assert "Masuk bila Anda anggota" not in text(response)


def links_of(response) -> list[str]:
    listed = text(response).split('<ul class="cop-links">')[1].split("</ul>")[0]
    return re.findall(r'href="([^"?]+)', listed)


@pytest.mark.once
def test_page_not_found_names_what_is_near_and_readable(client):
    public = PracticePageFactory(title="Dialog kinerja <tiap> pekan")
    PracticePageFactory(title="Dialog kinerja anggota", members=True)

    response = client.get("/praktik/dialog-kinerja-lama/")

    assert links_of(response) == [f"/praktik/{public.slug}/", "/praktik/", "/akun/masuk/", "/"]
    assert "Dialog kinerja &lt;tiap&gt; pekan</a>" in text(response)


@pytest.mark.once
@pytest.mark.parametrize("address", ["/dialog-kinerja.png", "/praktik/987654321/", "/"])
def test_page_not_found_searches_no_file_and_no_nonsense(client, address):
    PracticePageFactory(title="Dialog kinerja")

    assert errors.near(client.get(address).wsgi_request, errors.words_of(address)) == []


def test_page_not_found_survives_a_failing_search(client, monkeypatch):
    def fail(*args):
        raise OperationalError

    monkeypatch.setattr(errors.services, "practices_near", fail)

    response = client.get("/praktik/dialog-kinerja/")

    assert response.status_code == 404
    assert links_of(response) == ["/praktik/", "/akun/masuk/", "/"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ""),
        ("/forum/bedah-praktik/12-apa-kabar/", "bedah praktik 12 apa kabar"),
        ("/x/<script>alert(1)</script>", "x script alert 1 script"),
        ("/%s" % ("kata-" * 100), ("kata " * 100)[:100].strip()),
        ("/gambar/logo.png", "gambar logo"),
    ],
)
def test_words_of(path, words):
    assert errors.words_of(path) == words


def test_csrf_failure_keeps_the_text_and_sends_it_again(strict):
    form = {"title": "Dialog <kinerja>", "body": "baris satu\nbaris dua", "kosong": "", "password": "rahasia-saya"}

    refused = strict.post("/uji/terima/", form, headers=OWN)
    page = text(refused)
    again = strict.post(
        "/uji/terima/", {"title": "Dialog <kinerja>", "csrfmiddlewaretoken": hidden_token(page)}, headers=OWN
    )

    assert refused.status_code == 403
    assert 'value="Dialog &lt;kinerja&gt;" name="title"' in page
    assert "baris satu\nbaris dua</textarea>" in page
    assert '<input type="hidden" name="kosong" value="">' in page
    assert "rahasia-saya" not in page
    assert 'action="/uji/terima/"' in page
    assert text(again) == "diterima: Dialog <kinerja>"


@pytest.mark.parametrize("headers", [{"origin": "http://jahat.example"}, {}])
def test_csrf_failure_from_elsewhere_shows_text_to_copy_only(strict, headers):
    page = text(strict.post("/uji/terima/", {"title": "Dialog kinerja"}, headers=headers))

    assert "Dialog kinerja" in page
    assert "Kirim lagi" not in page
    assert 'name="csrfmiddlewaretoken"' not in page
    assert 'name="title"' not in page


@pytest.mark.parametrize("address", ["/cms/pages/1/edit/", "/akun/surel/"])
def test_expired_session_keeps_the_text(client, address):
    response = client.post(address, {"title": "Praktik saya", "password": "rahasia-saya"}, headers=OWN)

    page = text(response)
    assert response.status_code == 403
    assert "Anda perlu masuk lagi" in page
    assert "Praktik saya" in page
    assert "rahasia-saya" not in page
    assert f'action="{address}"' in page


def test_expired_session_leaves_reading_and_other_redirects_alone(client):
    assert client.get("/akun/surel/").headers["Location"].startswith("/akun/masuk/")
    assert client.post("/bahasa/", {"bahasa": "en", "next": "/akun/masuk/?next=/bahasa/"}).status_code == 403
    assert client.post("/bahasa/", {"bahasa": "en", "next": "/akun/masuk/"}).status_code == 302


def test_permission_denied_says_who_is_signed_in_and_keeps_the_text(strict):
    strict.force_login(UserFactory(name="Ratna Contoh"))
    token = strict.get("/akun/surel/").cookies["csrftoken"].value

    response = strict.post("/uji/tolak/", {"title": "Tulisan", "csrfmiddlewaretoken": token}, headers=OWN)

    assert response.status_code == 403
    assert "Ratna Contoh" in text(response)
    assert "Tulisan" in text(response)


def kept_in(response) -> tuple:
    """The status of an error page, where it sends again what was typed, and the text that it kept."""
    page = text(response)
    address = re.search(r'<form class="cop-form" method="post" action="([^"]+)">', page)
    return response.status_code, address and address[1], re.findall(r"<textarea[^>]*>\n([^<]+)</textarea>", page)


@pytest.mark.parametrize("gone", ["hidden", "room", "deleted"])
def test_page_not_found_keeps_a_reply_to_what_went_meanwhile(client_of, person_of, gone):
    topic, client = TopicFactory(), client_of("member")
    typed, address = "Mulai dari kalender.\nLalu pimpinan.", reply_url(topic)
    assert client.get(topic_url(topic)).status_code == 200
    if gone == "hidden":
        hide_post(topic.opening_post, actor=person_of("administrator"), reason="Sudah tidak berlaku.")
    elif gone == "room":
        type(topic.room).objects.filter(pk=topic.room_id).update(live=False)
    else:
        address = address.replace(str(topic.pk), "999999")

    response = client.post(address, {"body": typed, "action": "send"}, headers=OWN)

    assert kept_in(response) == (404, address, [typed])
    assert topic.posts.count() == 1


@pytest.mark.parametrize("sent_to", ["/bahasa/", "/forum/tanya/?ruang=%00", "/cms/pages/add/forums/roompage/{index}/"])
def test_bad_request_keeps_what_was_typed(client_of, sent_to):
    address = sent_to.format(index=forum_index().pk)
    typed = "Kalimat pertama.\nKalimat kedua."
    form = {"bahasa": "xx", "body": typed, "isi-count": "9999", "password": "rahasia-saya"}

    response = client_of("organiser").post(address, form, headers=OWN)

    assert kept_in(response) == (400, address, [typed])
    assert "rahasia-saya" not in text(response)


def test_too_many_requests_keeps_the_text(client, settings):
    settings.ROOT_URLCONF = __name__

    response = client.post("/uji/sering/", {"title": "Tulisan"}, headers=OWN)

    assert response.status_code == 429
    assert "Tulisan" in text(response)


def test_server_error_needs_no_database_and_keeps_the_text(strict, settings, django_assert_num_queries):
    token = strict.get("/akun/masuk/").cookies["csrftoken"].value

    with django_assert_num_queries(0):
        response = strict.post("/uji/gagal/", {"title": "Tulisan", "csrfmiddlewaretoken": token}, headers=OWN)

    page = text(response)
    assert response.status_code == 500
    assert "Terjadi kesalahan pada portal" in page
    assert "Tulisan" in page
    assert 'action="/uji/gagal/"' in page


def test_server_error_is_answered_when_no_session_can_be_read(strict, monkeypatch):
    strict.force_login(UserFactory())
    monkeypatch.setattr(SessionStore, "load", fail)  # as without a database: it is asked for the language first of all

    response = strict.get("/uji/gagal/")

    assert (response.status_code, response.headers["Content-Language"]) == (500, "id")
    assert "Terjadi kesalahan pada portal" in text(response)


def test_server_error_shows_no_motto(strict):
    """It is a setting, for which the page would ask the database."""
    assert (
        "Connecting Practice" in text(strict.get("/")),
        "Connecting Practice" in text(strict.get("/uji/gagal/")),
    ) == (
        True,
        False,
    )


def test_server_error_stays_readable_when_its_template_fails(strict, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "cop_portal.storage.JoinedStaticFilesStorage", "OPTIONS": {"location": "/nowhere"}},
    }

    response = strict.get("/uji/gagal/")

    assert response.status_code == 500
    assert "Beranda" in text(response)


@pytest.mark.parametrize(
    ("exception", "status", "words"),
    [
        (RequestDataTooBig(), 413, "terlalu besar"),
        (TooManyFieldsSent(), 413, "terlalu besar"),
        (None, 400, "tidak dapat kami baca"),
    ],
)
def test_bad_request_tells_size_from_shape(rf, exception, status, words):
    response = errors.bad_request(rf.get("/"), exception)

    assert response.status_code == status
    assert words in text(response)


def test_too_large_body_is_answered(strict, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    strict.get("/akun/masuk/")

    response = strict.post("/akun/masuk/", b"login=" + b"x" * 2_000, FORM, headers=OWN)

    assert response.status_code == 413


def test_too_many_fields_are_answered(strict, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    strict.get("/akun/masuk/")

    response = strict.post("/akun/masuk/", "&".join(f"f{n}=x" for n in range(20)), FORM, headers=OWN)

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("address", "status"),
    [("/%ff%fe/", 404), ("/%C0%80/", 404), ("/a%00b/", 400), ("/?q=%00", 400), ("/cari%2Fx/", 404), ("/%", 404)],
)
def test_malformed_addresses_are_answered(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    assert "<h1>" in text(response)


def test_unknown_host_is_refused(client):
    response = client.get("/", headers={"host": "bukan-kami.example"})

    assert response.status_code == 400
    assert "tidak dapat kami baca" in text(response)


def test_broken_form_is_answered(client):
    response = client.generic("POST", "/bahasa/", b"--x\r\nrusak", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/bahasa/", "/berkas/x.pdf", "/praktik/", "/", "/cari/", "/healthz"])
def test_refused_method_shows_a_page_and_names_what_is_taken(client, address):
    response = client.patch(address) if address != "/bahasa/" else client.get(address)

    assert response.status_code == 405
    assert "Alamat ini tidak menerima permintaan seperti itu" in text(response)
    assert response.headers["Allow"]
    assert "PATCH" not in response.headers["Allow"]


def test_refused_method_shows_what_was_typed_but_sends_it_nowhere(client):
    response = client.post("/praktik/", {"q": "dialog kinerja"}, headers={"Origin": "http://testserver"})

    assert response.status_code == 405
    assert "dialog kinerja" in text(response)
    assert 'method="post" action="/praktik/"' not in text(response)


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_pages_are_for_reading(model):
    """Writing goes to views of its own; Wagtail's pages answer any method as if it were GET."""
    if model is not Page:
        assert model.allowed_http_methods == READING


@pytest.mark.parametrize("fields", [{}, {"title": "Kalimat saya"}])
def test_every_error_page_has_one_search_box(rf, fields):
    request = rf.post("/praktik/", fields)
    request.user = UserFactory()
    answers = [
        *(errors.bad_request, errors.permission_denied, errors.csrf_failure, errors.session_expired),
        *(errors.second_factor_missing, errors.page_not_found, errors.too_many_requests, errors.server_error),
        lambda request: errors.error_page(request, 405),
        lambda request: errors.storage_away(request, StorageAway()),
        lambda request: errors.bad_request(request, RequestDataTooBig()),
    ]

    assert [text(answer(request)).count('type="search"') for answer in answers] == [1] * len(answers)
