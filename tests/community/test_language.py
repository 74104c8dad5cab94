"""The language of a person: where it is chosen, who brings it, and that mails are in it whoever caused them."""

from email import message_from_bytes, policy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from community import notifications, work
from community.models import MailMute, PortalSettings, User
from community.notice_mail import stop_token
from community.services import profiles
from community.services.contact import send_message
from community.services.people import invite_person
from forums import services
from tests.factories.community import InstansiFactory, UserFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.support.accounts import link_in, mail_languages, mails, page, sign_in, sign_up, unverified
from tests.support.following import follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
ENGLISH = {"cookie": "bahasa=en"}
INDONESIAN_MAIL = {
    "Content-Language": "id",
    "subject": "Balasan di topik yang Anda ikuti: Cara membaca SKP",
    "replied": "Sari (Kota Merapi) membalas di topik yang Anda ikuti.",
    "stop": "Hentikan surel jenis ini:",
}
ENGLISH_MAIL = {
    "Content-Language": "en",
    "subject": "A reply in a topic that you follow: Cara membaca SKP",
    "replied": "Sari (Kota Merapi) replied in a topic you follow.",
    "stop": "Stop emails of this kind:",
}


def language_of(person) -> str:
    return User.objects.get(pk=person.pk).language


# --- choosing -----------------------------------------------------------------------------------------------------


def test_language_of_a_page_is_kept_for_who_is_signed_in(client):
    person, other = UserFactory(), UserFactory()
    client.force_login(person)

    response = client.post("/bahasa/", {"bahasa": "en", "next": "/praktik/"})

    assert (response.headers["Location"], response.cookies["bahasa"].value) == ("/praktik/", "en")
    assert (language_of(person), language_of(other)) == ("en", "id")


def test_language_of_mails_is_chosen_with_them_and_pages_follow(client):
    person = UserFactory()
    client.force_login(person)

    response = client.post("/saya/surel/", {"language": "en", "kinds": ["reply"]}, follow=True)

    assert language_of(person) == "en"
    assert response.headers["Content-Language"] == "en"
    assert "Your choice of emails has been saved." in page(response)
    assert '<option value="en" selected>' in page(client.get("/saya/surel/"))


def save_what_is_shown(client, *, kinds: list[str]):
    """Save the form of mails with the language that it shows."""
    shown = client.get("/saya/surel/").context["form"]["language"].value()
    return client.post("/saya/surel/", {"language": shown, "kinds": kinds})


@pytest.mark.parametrize("of_row", ["id", "en"])
@pytest.mark.parametrize("of_browser", ["id", "en"])
def test_saving_other_choices_keeps_the_language_of_this_browser(client, of_browser, of_row):
    person = UserFactory(language=of_row)
    client.force_login(person)
    client.cookies["bahasa"] = of_browser

    saved = save_what_is_shown(client, kinds=["reply"])

    assert "bahasa" not in saved.cookies
    assert client.get("/").headers["Content-Language"] == of_browser
    assert language_of(person) == of_row  # whoever chose for the browser may have been somebody else


def test_saving_other_choices_chooses_no_language_for_this_browser(client):
    person = UserFactory(language="en")
    sign_in(client, person.email)

    saved = save_what_is_shown(client, kinds=["reply"])

    assert "bahasa" not in saved.cookies
    assert client.get("/").headers["Content-Language"] == "en"
    assert language_of(person) == "en"


@pytest.mark.parametrize("of_browser", [None, "en"])
def test_a_language_chosen_with_mails_is_kept_in_this_browser(client, of_browser):
    person = UserFactory(language="en")
    sign_in(client, person.email)
    if of_browser:
        client.cookies["bahasa"] = of_browser

    saved = client.post("/saya/surel/", {"language": "id", "kinds": []})

    assert saved.cookies["bahasa"].value == "id"
    assert client.get("/saya/surel/").headers["Content-Language"] == "id"
    assert language_of(person) == "id"


@pytest.mark.parametrize("language", ["", "xx", "EN", "en\x00", "'--", "x" * 100_000])
def test_a_language_that_is_none_is_a_message_and_changes_nothing(client, language):
    person = UserFactory(language="en")
    client.force_login(person)

    response = client.post("/saya/surel/", {"language": language, "kinds": ["reply"]})

    assert (response.status_code, "bahasa" in response.cookies) == (200, False)
    assert set(response.context["form"].errors) == {"language"}
    assert (language_of(person), MailMute.objects.count()) == ("en", 0)


@pytest.mark.parametrize("actor", [AnonymousUser(), User(pk=1, is_active=False)])
def test_only_a_person_with_an_account_chooses_a_language(actor):
    with pytest.raises(PermissionDenied):
        profiles.choose_language(actor=actor, language="en")


def test_the_database_holds_no_other_language():
    with pytest.raises(IntegrityError), transaction.atomic():
        profiles.choose_language(actor=UserFactory(), language="xx")


@pytest.mark.once
def test_a_language_is_shown_to_nobody_else(client_of, person_of):
    profiles.choose_language(actor=person_of("member"), language="en")

    assert "English" not in page(client_of("member_other").get(f"/anggota/{person_of('member').pk}/")).replace(
        'lang="en">English</button>', ""
    )


# --- bringing it along --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of_browser", "shown"), [(None, "en"), ("xx", "en"), ("id", "id"), ("en", "en")])
def test_a_browser_without_a_language_takes_that_of_who_signs_in(client, of_browser, shown):
    person = UserFactory(language="en")
    if of_browser:
        client.cookies["bahasa"] = of_browser

    sign_in(client, person.email)

    home = client.get("/")
    assert home.headers["Content-Language"] == shown
    assert language_of(person) == "en"


@pytest.mark.parametrize("language", ["id", "en"])
def test_signing_in_chooses_no_language_for_this_browser(client, language):
    assert "bahasa" not in sign_in(client, UserFactory(language=language).email).cookies


def test_a_language_leaves_with_who_brought_it(client):
    person = UserFactory(language="en")
    sign_in(client, person.email)
    shown = [client.get("/").headers["Content-Language"]]

    left = client.post("/akun/keluar/", follow=True)
    shown += [left.headers["Content-Language"], client.get("/").headers["Content-Language"]]
    sign_up(client, email="baru@kota.example")
    shown.append(client.get("/").headers["Content-Language"])

    assert shown == ["en", "id", "id", "id"]
    assert (language_of(person), User.objects.get(email="baru@kota.example").language) == ("en", "id")


def test_a_language_leaves_with_a_session_that_ended_elsewhere(client):
    sign_in(client, UserFactory(language="en").email)
    Session.objects.all().delete()

    shown = [client.get("/").headers["Content-Language"]]
    sign_in(client, UserFactory(language="id").email)
    shown.append(client.get("/").headers["Content-Language"])

    assert shown == ["id", "id"]


@pytest.mark.once
def test_a_page_in_the_language_of_a_person_is_kept_for_no_visitor(settings):
    settings.PAGE_CACHE_BYTES = 1024 * 1024
    client = Client()
    sign_in(client, UserFactory(language="en").email)

    own = client.get("/tentang/")
    client.post("/akun/keluar/")
    client.cookies.clear()
    visitors = [client.get("/tentang/", headers=headers) for headers in ({}, ENGLISH, {})]

    assert [page.headers["Content-Language"] for page in (own, *visitors)] == ["en", "id", "en", "id"]
    assert [page.has_header("ETag") for page in (own, *visitors)] == [False, True, True, True]


@pytest.mark.parametrize("address", ["/bahasa/", "/saya/surel/"])
def test_a_chosen_language_stays_when_who_chose_it_leaves(client, address):
    sign_in(client, UserFactory().email)
    client.post(address, {"bahasa": "en", "language": "en"})

    client.post("/akun/keluar/")
    shown = client.get("/").headers["Content-Language"]
    sign_up(client, email="baru@kota.example")

    assert shown == "en"
    assert User.objects.get(email="baru@kota.example").language == "en"


def test_a_probe_asks_no_database_for_a_language(client, django_assert_num_queries):
    sign_in(client, UserFactory(language="en").email)

    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("brought", ["xx", 7, None])
def test_a_session_with_no_language_of_ours_speaks_that_of_the_portal(client, brought):
    sign_in(client, UserFactory(language="en").email)
    session = client.session
    session["bahasa"] = brought
    session.save()

    assert client.get("/").headers["Content-Language"] == "id"


def test_sign_up_in_english_keeps_english(client):
    sign_up(client, email="id@kota.example")
    client = Client(headers=ENGLISH)
    sign_up(client, email="en@kota.example")

    assert dict(User.objects.values_list("email", "language")) == {"id@kota.example": "id", "en@kota.example": "en"}
    assert mail_languages() == [("id", "Verifikasi alamat surel Anda"), ("en", "Verify your email address")]
    assert client.get(link_in(mails()[1][2])).status_code == 200


def test_the_page_that_stops_mails_is_in_the_language_of_the_mail(client):
    address = reverse("mail_stop", args=[stop_token(UserFactory(language="en").pk, "reply")])
    chosen = Client()
    chosen.cookies["bahasa"] = "id"

    answers = [client.get(address), client.post(address), chosen.get(address)]

    assert [answer.headers["Content-Language"] for answer in answers] == ["en", "en", "id"]
    assert ["Hentikan" in page(answer) for answer in answers] == [False, False, True]


# --- mails --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of_worker", ["id", "en"])
def test_each_reader_of_a_reply_gets_a_mail_in_their_own_language(smtp_catcher, of_worker):
    room = RoomPageFactory()
    author = UserFactory(verified=True, instansi=InstansiFactory(name="Kota Merapi"), name="Sari", language="en")
    topic = TopicFactory(room=room, title="Cara membaca SKP", author=UserFactory(verified=True))
    readers = {UserFactory(verified=True, language=language).email: language for language in ("id", "en")}
    for reader in User.objects.filter(email__in=readers):
        follow(topic, actor=reader)

    services.reply(topic, actor=author, source="Mulai dari sasaran atasan langsung.")
    with translation.override(of_worker):
        while work.work_off():
            pass

    got = {
        envelope.rcpt_tos[0]: message_from_bytes(envelope.content, policy=policy.default)
        for envelope in smtp_catcher.messages
    }
    for email, language in readers.items():
        message, text = got[email], got[email].get_content()
        own, other = (INDONESIAN_MAIL, ENGLISH_MAIL) if language == "id" else (ENGLISH_MAIL, INDONESIAN_MAIL)
        assert (message["Content-Language"], message["Subject"]) == (own["Content-Language"], own["subject"])
        assert [own[part] in text for part in ("replied", "stop")] == [True, True]
        assert [other[part] in text for part in ("replied", "stop")] == [False, False]
        assert "Mulai dari sasaran atasan langsung." in text  # what people wrote stays as they wrote it


@pytest.mark.parametrize("of_page", ["id", "en"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_mails_about_an_account_are_in_the_language_of_its_owner(smtp_catcher, of_page, language):
    person = UserFactory(language=language)
    newcomer = unverified(language=language)
    client = Client(headers={"cookie": f"bahasa={of_page}"})

    client.post("/akun/sandi/lupa/", {"email": person.email})
    sign_in(client, newcomer.email)
    sign_up(client, email=person.email)
    work.work_off()

    subjects = {
        "id": ["Buat kata sandi baru", "Verifikasi alamat surel Anda", "Anda sudah mempunyai akun"],
        "en": ["Create a new password", "Verify your email address", "You already have an account"],
    }
    got = [message_from_bytes(envelope.content, policy=policy.default) for envelope in smtp_catcher.messages]
    assert [message["Subject"] for message in got] == subjects[language]
    assert {message["Content-Language"] for message in got} == {language}
    assert all(
        ("Buka tautan" in text or "tautan berikut" in text) is (language == "id")
        for text in (message.get_content() for message in got)
    )


def test_a_changed_password_is_told_in_the_language_of_its_owner(client):
    person = UserFactory(language="en")
    client.force_login(person)
    client.cookies["bahasa"] = "id"

    client.post(
        "/akun/sandi/", {"oldpassword": "rahasia-uji", "password1": "kopi-pagi-lagi", "password2": "kopi-pagi-lagi"}
    )

    assert mail_languages() == [("en", "Your password has been changed")]
    assert "This change was made on" in mails()[0][2]


@pytest.mark.once
def test_an_address_of_nobody_is_answered_in_the_language_of_the_page():
    Client(headers=ENGLISH).post("/akun/sandi/lupa/", {"email": "tiada@kota.example"})

    assert mail_languages() == [("en", "This address has no account yet")]


@pytest.mark.once
def test_what_an_organiser_does_is_told_in_the_language_of_whom_it_concerns(person_of):
    person = UserFactory(language="en", instansi=InstansiFactory())

    with translation.override("en"):
        invite_person(actor=person_of("organiser"), name="Agus", email="agus@kota.example")
        notifications.queue_affiliation_confirmed(UserFactory(instansi=person.instansi))
    notifications.queue_affiliation_confirmed(person)
    notifications.queue_second_factor_reset(person)
    notifications.queue_second_factor_change(person, "passkey_added")

    assert mail_languages() == [
        ("id", "Akun Anda di CoP Sistem Merit sudah dibuat"),
        ("id", "Keanggotaan Anda sudah dikonfirmasi"),
        ("en", "Your membership has been confirmed"),
        ("en", "Your two-step verification was removed"),
        ("en", "Passkey added"),
    ]


@pytest.mark.once
def test_the_organising_body_reads_the_language_of_the_portal_and_the_sender_their_own():
    PortalSettings.load()
    PortalSettings.objects.update(contact_email="kontak@kasn.example")
    person = UserFactory(language="en")

    with translation.override("en"):
        send_message(
            actor=person, form_key="1", name="Sri", email=person.email, text="A page is out of date.", wants_copy=True
        )

    assert mail_languages() == [
        ("id", "Pesan dari halaman Kontak"),
        ("en", "Copy of your message to the organiser of CoP Sistem Merit"),
    ]
