"""The organising body's name, motto, logo and contacts: written in the CMS, seen at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import PortalImage, PortalSettings
from tests.factories.media import PortalImageFactory, picture
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def save(client, **changes):
    """Send the form of the settings as it stands, with `changes`."""
    row = PortalSettings.load()
    names = ("organiser_name", "organiser_short_name", "motto", "contact_email", "contact_phone", "contact_address")
    fields = {name: getattr(row, name) for name in (*names, "website", "logo_alt")}
    fields |= {"logo": row.logo_id or "", "active_framework": row.active_framework_id}
    return client.post(
        reverse("wagtailsettings:edit", args=["community", "portalsettings", row.pk]), {**fields, **changes}
    )


@pytest.mark.once
def test_what_an_organiser_writes_shows_on_the_next_request(client, client_of):
    client.get("/kontak/")

    save(
        client_of("organiser"),
        organiser_name="Badan Kepegawaian Negara",
        motto="Belajar bersama",
        contact_email="kontak@bkn.example",
        contact_phone="+62 (21) 123-4567",
        contact_address="Jalan Contoh 1\nJakarta",
        website="https://bkn.example/",
    )

    home, contact = client.get("/").content.decode(), client.get("/kontak/").content.decode()
    assert "Diselenggarakan oleh Badan Kepegawaian Negara" in home
    assert "Belajar bersama" in home
    for shown in (
        '<a href="mailto:kontak@bkn.example">',
        "<dd>+62 (21) 123-4567</dd>",
        "<dd>Jalan Contoh 1<br>Jakarta</dd>",
        '<a href="https://bkn.example/" rel="noopener">',
        'action="/kontak/kirim/"',
    ):
        assert shown in contact


def test_logo_is_uploaded_encoded_anew_and_open_to_every_reader(client, client_of):
    organiser = client_of("organiser")
    hidden = b"<script>alert(1)</script>"
    upload = SimpleUploadedFile("logo.png", picture("PNG", size=(300, 120)) + hidden, "image/png")
    organiser.post("/cms/images/add/", {"title": "Logo", "file": upload, "collection": 1})
    image = PortalImage.objects.get()

    before = client.get(image.file.url.replace("/media/", "/berkas/")).status_code
    save(organiser, logo=image.pk, logo_alt="Logo KASN")
    page = client.get("/").content.decode()
    source = page.partition('class="cop-footer__logo" src="')[2].partition('"')[0]
    served = client.get(source)
    content = b"".join(served.streaming_content)

    assert before == 404
    assert 'width="300" height="120" alt="Logo KASN"' in page
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "image/png"
    assert hidden not in content
    with image.file.open() as stored:
        assert hidden not in stored.read()


@pytest.mark.once
def test_a_logo_that_is_taken_away_is_closed_again(client, client_of):
    image = PortalImageFactory()
    save(client_of("organiser"), logo=image.pk, logo_alt="Logo")
    source = client.get("/").content.decode().partition('class="cop-footer__logo" src="')[2].partition('"')[0]

    save(client_of("organiser"), logo="", logo_alt="")

    assert "cop-footer__logo" not in client.get("/").content.decode()
    assert client.get(source).status_code == 404


def test_a_deleted_logo_leaves_the_page_whole(client, client_of):
    image = PortalImageFactory()
    save(client_of("organiser"), logo=image.pk, logo_alt="Logo")

    image.delete()

    assert client.get("/").status_code == 200
    assert PortalSettings.load().logo is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"logo_alt": ""}, "Tulis apa yang terbaca di logo"),
        ({"contact_phone": "telepon kami"}, "Tulis nomor dengan angka"),
        ({"contact_email": "bukan surel"}, "contact_email"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"logo": "999999"}, "logo"),
    ],
)
def test_what_readers_could_not_use_is_refused(client_of, changes, reason):
    image = PortalImageFactory()

    response = save(client_of("organiser"), **{"logo": image.pk, "logo_alt": "Logo", "motto": "Baru", **changes})

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert PortalSettings.load().motto == "Connecting Practice"


def test_settings_are_closed_to_who_is_no_organiser(client_of):
    for role in ("member", "contributor", "steward"):
        save(client_of(role), motto="Diubah")

    assert PortalSettings.load().motto == "Connecting Practice"


@pytest.mark.once
@pytest.mark.parametrize("address", ["/", "/kontak/"])
def test_logo_costs_no_query_once_it_was_shown(client, client_of, address):
    client.get(address)
    without = count_queries(lambda: client.get(address))
    save(client_of("organiser"), logo=PortalImageFactory().pk, logo_alt="Logo")
    client.get(address)

    assert count_queries(lambda: client.get(address)) <= without
