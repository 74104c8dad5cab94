"""No personal number, address or password of what people send gets into the log, also where their request fails."""

import json
from smtplib import SMTPRecipientsRefused
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.urls import include, path

from community import work
from community.models import PortalSettings
from cop_portal import urls
from cop_portal.settings.logs import masked
from tests.factories.community import UserFactory
from tests.support.practices import create, form_data
from tests.test_cms_bad_forms import Editor, opened

pytestmark = pytest.mark.django_db

NIP, PHONE, MAIL, PASSWORD = "198503152010012005", "081234567890", "siti.rahma@contoh.go.id", "Sandi-Siti-77"
SECRETS = (NIP, PHONE, MAIL, PASSWORD)
TYPED = f"Siti {NIP}, {PHONE}, {MAIL}, {PASSWORD}"


def fail(request):
    """What a fault in the code says of what was sent; the password is at hand, not told."""
    secret = request.POST.get("password")
    raise ValueError(f"invalid literal for int(): {request.POST.get('nip')} {PHONE}", MAIL, len(secret or ""))


def clash(request):
    """What PostgreSQL says of a row that it refuses: all that the row holds."""
    raise IntegrityError(f'violates "community_user_email"\nDETAIL:  Failing row contains (1, {TYPED},\n{PASSWORD}).\n')


handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
urlpatterns = [path("uji/gagal/", fail), path("uji/bentrok/", clash), path("", include(urls.urlpatterns))]


@pytest.fixture
def written(log_lines, capfd):
    """`written()`: all that was logged or printed; it must hold none of what people typed."""

    def all_of() -> str:
        out, err = capfd.readouterr()
        found = "\n".join([*log_lines(), out, err])
        assert [secret for secret in SECRETS if secret in found] == [], found
        return found

    return all_of


@pytest.fixture
def client(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


FORM = {"nip": NIP, "phone": PHONE, "email": MAIL, "password": PASSWORD, "name": TYPED, "text": TYPED}


@pytest.mark.parametrize(
    ("address", "status", "line"),
    [
        ("/praktik/", 405, "Method Not Allowed"),
        (f"/tidak-ada/{NIP}/{MAIL}/", 404, "Not Found: /tidak-ada/[nip]/[email]/"),
        ("/uji/gagal/", 500, "ValueError: ('invalid literal for int(): [nip] [phone]', '[email]', 13)"),
        ("/uji/bentrok/", 500, 'IntegrityError: violates "community_user_email"'),
        ("/kontak/kirim/?q=%00", 400, "NUL in the address: /kontak/kirim/"),
    ],
)
def test_a_request_that_fails(client, written, address, status, line):
    response = client.post(f"{address}{'&' if '?' in address else '?'}nip={NIP}&email={MAIL}", FORM)

    found = written()
    assert response.status_code == status
    assert line in found
    assert ("in fail" in found, "in clash" in found) == ("gagal" in address, "bentrok" in address)


def test_requests_that_are_served(client, written, queued_mails):
    PortalSettings.load()
    PortalSettings.objects.update(contact_email=MAIL)

    statuses = [
        client.get("/praktik/", {"q": TYPED}).status_code,
        client.get("/cari/", {"q": TYPED}).status_code,
        client.get("/anggota/", {"nama": TYPED}).status_code,
        client.post("/kontak/kirim/", FORM | {"form_key": str(uuid4())}).status_code,
        client.post("/kontak/kirim/", FORM | {"email": "bukan"}).status_code,
    ]

    assert statuses == [200, 200, 302, 302, 200]
    assert work.work_off() > 0
    written()


@pytest.mark.parametrize("code", [450, 550])
def test_a_mail_that_a_server_refuses(written, queued_mails, monkeypatch, code):
    def refuse(self, messages):
        raise SMTPRecipientsRefused({MAIL: (code, f"no {TYPED}".encode())})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    EmailMessage(TYPED, TYPED, to=[MAIL]).send()

    work.work_off()

    assert {450: "work_retries", 550: "work_failed"}[code] in written()


def test_a_search_while_its_engine_is_away(client, written, settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]

    assert client.get("/cari/", {"q": TYPED}).status_code == 200

    written()


def test_a_sign_in_that_fails_until_it_is_stopped(client, written):
    UserFactory(email=MAIL)

    for _ in range(7):
        response = client.post("/akun/masuk/", {"login": MAIL, "password": PASSWORD})

    assert "Terlalu banyak" in response.content.decode()
    client.post("/akun/sandi/lupa/", {"email": MAIL})
    client.post("/akun/daftar/", FORM | {"password1": PASSWORD, "password2": "lain"})
    written()


def test_what_is_saved_in_the_cms(client_of, written, subaspect, home_instansi):
    client = client_of("administrator")
    data = form_data(subaspect, home_instansi, title=TYPED, summary=TYPED)

    assert create(client, data).status_code == 302
    assert create(client, data | {"slug": "lain"}, action="").status_code == 302
    editor = Editor(client)
    address = "/cms/users/new/"
    person = opened(editor, address) | {"email": MAIL, "name": TYPED, "password1": PASSWORD, "password2": PASSWORD}
    assert editor.send(address, person) in (200, 302)
    for terms in (TYPED, f"{NIP}, {PHONE}, {PASSWORD}"):
        assert editor.send("/cms/snippets/search/synonymgroup/add/", {"terms": terms}) in (200, 302)

    written()


@pytest.mark.parametrize("value", [TYPED, [TYPED], {"a": (TYPED,)}, json.dumps([TYPED]), f"0812-3456-7890 {MAIL}"])
def test_values_of_any_shape_are_masked(value):
    found = str(masked(None, "info", {"event": "x", "value": value}))

    assert [secret for secret in (NIP, PHONE, MAIL, "0812") if secret in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ready at http://127.0.0.1:8000",
        "took 1764601200123456789 ns of 20261201",
        "  @transaction.atomic",
        "elasticsearch_unavailable at 10.0.0.1:9200, 1234567 entries",
    ],
)
def test_what_tells_of_no_person_stays(text):
    assert masked(None, "info", {"event": text}) == {"event": text}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("redis://:secret@cache.internal:6379/0", "redis://***@cache.internal:6379/0"),
        ("postgres://portal:p%40ss@db.contoh.go.id/portal", "postgres://***@db.contoh.go.id/portal"),
        ("/cari/?q=siti%40contoh.go.id", "/cari/?q=[email]"),
        (ValueError(f"{MAIL} salah"), "[email] salah"),
        ({MAIL: {PHONE}}, {"[email]": ["[phone]"]}),
        ("6ba7b810-9dad-11d1-80b4-a081234567890b", "6ba7b810-9dad-11d1-80b4-a081234567890b"),
        (81234567890, 81234567890),
    ],
)
def test_masks_leave_what_operators_need(value, told):
    assert masked(None, "info", {"value": value, "_record": MAIL}) == {"value": told, "_record": MAIL}
