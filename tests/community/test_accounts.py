"""The pages of `/akun/`: what they answer, what they keep, what they do not tell, what they send."""

import re
from email import message_from_bytes, policy

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import get_resolver, reverse

from community import demo_accounts
from community.enums import Affiliation
from community.models import QueuedMail, User
from tests.factories.community import PASSWORD, InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "kopi-pagi-lagi"
LONG = "x" * 100_000


@pytest.fixture(autouse=True)
def _mail_is_queued(settings):
    settings.EMAIL_BACKEND = "community.mail.QueueBackend"  # the test runner puts a box in memory in its place
    settings.SITE_URL = "https://merit.contoh.example"


def mails() -> list[tuple]:
    """Recipients, subject and text of every queued mail, oldest first."""
    rows = QueuedMail.objects.order_by("pk")
    parsed = [(row.recipients, message_from_bytes(bytes(row.message), policy=policy.default)) for row in rows]
    return [(recipients, message["Subject"], message.get_content()) for recipients, message in parsed]


def link_in(text: str) -> str:
    """The path of the one link of a mail that leads below `/akun/`."""
    return re.search(r"https://merit\.contoh\.example(/akun/\S+)", text).group(1)


def page(response) -> str:
    return response.content.decode()


def sign_in(client, email: str, password: str = PASSWORD, **extra):
    return client.post("/akun/masuk/", {"login": email, "password": password, **extra})


def sign_up(client, **fields):
    data = {"name": "Ratna Wulandari", "email": "ratna@kota.example", "password1": NEW_PASSWORD, **fields}
    return client.post("/akun/daftar/", data)


def unverified(**fields) -> User:
    person = UserFactory(**fields)
    EmailAddress.objects.filter(user=person).update(verified=False)
    return person


# --- signing in and out -------------------------------------------------------------------------------------------


def test_sign_in_with_an_address_in_any_case(client):
    person = UserFactory(email="ratna@kota.example")

    response = sign_in(client, "Ratna@KOTA.example")

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_without_password_says_so_and_keeps_the_address(client):
    response = sign_in(client, "ratna@kota.example", "")

    text = page(response)
    assert "Anda belum masuk." in text
    assert "Periksa satu hal di bawah." in text
    assert "Kata sandi belum diisi" in text
    assert 'value="ratna@kota.example"' in text


def test_sign_in_never_sends_the_password_back(client):
    response = sign_in(client, "ratna@kota.example", "rahasia-saya-sekali")

    assert "rahasia-saya-sekali" not in page(response)


def test_sign_in_answers_known_and_unknown_addresses_alike(client):
    UserFactory(email="ada@kota.example")

    known = page(sign_in(client, "ada@kota.example", "keliru"))
    unknown = page(sign_in(client, "tiada@kota.example", "keliru"))

    strip = re.compile(r"(ada|tiada)@kota\.example|value=\"\w{64}\"")
    assert "Alamat surel atau kata sandi tidak cocok." in known
    assert strip.sub("", known) == strip.sub("", unknown)


def test_sign_in_of_an_unverified_address_sends_a_link_instead(client):
    person = unverified()

    response = sign_in(client, person.email)

    assert response.headers["Location"] == "/akun/verifikasi/"
    assert "_auth_user_id" not in client.session
    assert [recipients for recipients, _, _ in mails()] == [[person.email]]


def test_sign_in_of_an_inactive_account_tells_only_who_knows_the_password(client):
    person = UserFactory(is_active=False)

    wrong = sign_in(client, person.email, "keliru")
    right = sign_in(client, person.email)

    assert "tidak cocok" in page(wrong)
    assert right.headers["Location"] == "/akun/tidak-aktif/"
    assert "tidak aktif" in page(client.get("/akun/tidak-aktif/"))
    assert "_auth_user_id" not in client.session


def test_failed_sign_ins_are_limited_per_account(client):
    person = UserFactory()

    texts = [page(sign_in(client, person.email, "keliru")) for _ in range(6)]
    right = sign_in(client, person.email.upper())

    assert ["Terlalu banyak percobaan" in text for text in texts] == [False] * 5 + [True]
    assert "Terlalu banyak percobaan" in page(right)


def test_failed_sign_ins_are_limited_per_account_whichever_host_is_asked(client):
    person = UserFactory()
    for _ in range(5):
        sign_in(client, person.email, "keliru", HTTP_HOST="testserver")

    response = client.post("/akun/masuk/", {"login": person.email, "password": PASSWORD}, headers={"host": "localhost"})

    assert "Terlalu banyak percobaan" in page(response)


def test_sign_ins_are_limited_per_address_of_the_network(client):
    responses = [sign_in(client, f"orang{number}@kota.example", "keliru") for number in range(31)]

    assert responses[-1].status_code == 429
    assert "Terlalu banyak" in page(responses[-1])


@pytest.mark.parametrize(
    "target",
    ["https://jahat.example/", "//jahat.example/", "\\\\jahat.example", "javascript:alert(1)", "http:///jahat.example"],
)
def test_next_never_leaves_the_portal(client, target):
    person = UserFactory()

    response = sign_in(client, person.email, next=target)

    assert response.headers["Location"] == "/"


def test_next_on_the_portal_is_followed_and_survives_an_error(client):
    person = UserFactory()

    wrong = sign_in(client, person.email, "", next="/praktik/?q=skp")
    right = sign_in(client, person.email, next="/praktik/?q=skp")

    assert 'value="/praktik/?q=skp"' in page(wrong)
    assert right.headers["Location"] == "/praktik/?q=skp"


def test_next_to_another_allowed_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "lain.example"]
    person = UserFactory()

    assert sign_in(client, person.email, next="https://lain.example/").headers["Location"] == "/"


def test_staying_signed_in_is_a_choice(client):
    person = UserFactory()

    sign_in(client, person.email)
    short = client.session.get_expire_at_browser_close()
    client.post("/akun/keluar/")
    sign_in(client, person.email, remember="on")

    assert (short, client.session.get_expire_at_browser_close()) == (True, False)


def test_sign_out_needs_a_post(client_of):
    client = client_of("member")

    asked = client.get("/akun/keluar/")
    still_in = "_auth_user_id" in client.session
    client.post("/akun/keluar/")

    assert (asked.status_code, still_in, "_auth_user_id" in client.session) == (200, True, False)


# --- signing up ---------------------------------------------------------------------------------------------------


def test_sign_up_makes_an_unverified_account_and_sends_a_link(client):
    instansi = InstansiFactory(name="Pemerintah Kota Merapi")

    response = sign_up(client, instansi="kota merapi")

    person = User.objects.get(email="ratna@kota.example")
    recipients, subject, text = mails()[0]
    assert response.headers["Location"] == "/akun/verifikasi/"
    assert (person.name, person.instansi, person.affiliation) == ("Ratna Wulandari", instansi, Affiliation.NONE)
    assert list(person.emailaddress_set.values_list("email", "verified")) == [("ratna@kota.example", False)]
    assert (recipients, subject) == (["ratna@kota.example"], "Verifikasi alamat surel Anda")
    assert "Ratna" not in text  # a stranger's words do not reach an address that nobody verified
    assert link_in(text).startswith("/akun/verifikasi/")
    assert len(mails()) == 1


def test_sign_up_with_a_known_address_answers_alike_and_tells_its_owner(client):
    UserFactory(email="ratna@kota.example")

    known = sign_up(client)
    known_page = page(client.get(known.headers["Location"]))
    other = Client()
    unknown = sign_up(other, email="baru@kota.example")
    unknown_page = page(other.get(unknown.headers["Location"]))

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert known_page == unknown_page
    assert [subject for _, subject, _ in mails()] == ["Anda sudah mempunyai akun", "Verifikasi alamat surel Anda"]
    assert User.objects.filter(email="ratna@kota.example").count() == 1


@pytest.mark.parametrize("email", ["ratna@kota.example", "baru@kota.example"])
def test_sign_up_hashes_one_password_whether_the_address_is_known_or_not(client, monkeypatch, email):
    """Hashing takes longer than all the rest, so without it the clock would tell known addresses."""
    UserFactory(email="ratna@kota.example")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))

    sign_up(client, email=email)

    assert len(hashed) == 1


def test_sign_up_keeps_what_was_typed_but_the_password(client):
    response = sign_up(client, email="bukan alamat", instansi="Kota Merapi")

    text = page(response)
    assert "Periksa 2 hal di bawah." in text
    assert 'value="Ratna Wulandari"' in text
    assert 'value="bukan alamat"' in text
    assert 'value="Kota Merapi"' in text
    assert NEW_PASSWORD not in text


def test_sign_up_names_the_nearest_instansi(client):
    InstansiFactory(name="Pemerintah Kota Merapi Timur")

    text = page(sign_up(client, instansi="merapi kota"))

    assert "Yang mirip: Pemerintah Kota Merapi Timur." in text
    assert not User.objects.filter(email="ratna@kota.example").exists()


@pytest.mark.parametrize("password", ["pendek", "1234567890123", "password123", "ratna@kota.example", LONG])
def test_sign_up_refuses_weak_and_endless_passwords(client, password):
    response = sign_up(client, password1=password)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"password1"}
    assert User.objects.filter(email="ratna@kota.example").count() == 0


@pytest.mark.parametrize("field", ["name", "email", "instansi", "password1"])
@pytest.mark.parametrize(
    "value", ["", "\x00", "a\x00b@kota.example", LONG, "\u202eratna", "🙂" * 300, "a@" + "b." * 200 + "example"]
)
def test_sign_up_survives_anything(client, field, value):
    assert sign_up(client, **{field: value}).status_code in (200, 302)


def test_sign_up_offers_current_agencies_and_stays_light(client):
    response = client.get("/akun/daftar/")

    assert page(response).count("<option") > 600
    assert len(client.get("/akun/daftar/", headers={"accept-encoding": "gzip"}).content) < 15_000


def test_two_sign_ups_at_once_answer_alike(client, monkeypatch):
    UserFactory(email="ratna@kota.example")
    from allauth.account.internal import flows

    monkeypatch.setattr(flows.manage_email, "email_already_exists", lambda email: (email, False))

    response = sign_up(client)

    assert response.headers["Location"] == "/akun/verifikasi/"
    assert [subject for _, subject, _ in mails()] == ["Anda sudah mempunyai akun"]


# --- verification -------------------------------------------------------------------------------------------------


def test_the_link_verifies_only_when_its_button_is_pressed(client):
    domain = InstansiDomainFactory(domain="kota.example")
    sign_up(client)
    path = link_in(mails()[0][2])

    seen = client.get(path)
    was_verified = EmailAddress.objects.get(email="ratna@kota.example").verified
    client.post(path)

    person = User.objects.get(email="ratna@kota.example")
    assert "ratna@kota.example" in page(seen)
    assert (was_verified, EmailAddress.objects.get(user=person).verified) == (False, True)
    assert (person.instansi, person.affiliation) == (domain.instansi, Affiliation.VERIFIED)
    assert sign_in(client, person.email, NEW_PASSWORD).headers["Location"] == "/"


def test_a_used_or_invented_link_is_explained(client):
    person = UserFactory()
    used = EmailConfirmationHMAC.create(EmailAddress.objects.get(user=person)).key

    for key in (used, "abc", "a:b:c", "-" * 3_000):
        response = client.get(f"/akun/verifikasi/{key}/")
        assert (response.status_code, "Tautan ini tidak berlaku" in page(response)) == (200, True)
        assert client.post(f"/akun/verifikasi/{key}/").status_code == 404


def test_an_expired_link_is_explained(client, settings):
    person = unverified()
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(person.emailaddress_set.get()).key])
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1

    assert "Tautan ini tidak berlaku" in page(client.get(path))
    assert not person.emailaddress_set.get().verified


# --- passwords ----------------------------------------------------------------------------------------------------


def test_reset_gives_a_new_password_once(client):
    person = UserFactory()

    sent = client.post("/akun/sandi/lupa/", {"email": person.email.upper()})
    path = link_in(mails()[0][2])
    form = client.get(path, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    person.refresh_from_db()
    assert sent.headers["Location"] == "/akun/sandi/lupa/terkirim/"
    assert (len(mails()), mails()[0][1]) == (2, "Buat kata sandi baru")
    assert done.headers["Location"] == "/akun/sandi/baru/selesai/"
    assert person.check_password(NEW_PASSWORD)
    assert mails()[1][:2] == ([person.email], "Kata sandi Anda telah diganti")
    assert "Tautan ini tidak berlaku" in page(Client().get(path, follow=True))


def test_reset_answers_known_and_unknown_addresses_alike(client):
    person = UserFactory()

    known = client.post("/akun/sandi/lupa/", {"email": person.email})
    unknown = client.post("/akun/sandi/lupa/", {"email": "tiada@kota.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [subject for _, subject, _ in mails()] == ["Buat kata sandi baru", "Alamat ini belum mempunyai akun"]


def test_reset_is_limited_per_account(client):
    codes = [client.post("/akun/sandi/lupa/", {"email": "a@kota.example"}).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("path", ["1-abc", "zzzzzzzzzzzzz-abc", "0-set-password", "1-" + "a" * 3_000])
def test_a_wrong_reset_link_is_explained(client, path):
    response = client.get(f"/akun/sandi/baru/{path}/", follow=True)

    assert (response.status_code, "Tautan ini tidak berlaku" in page(response)) == (200, True)


def test_change_of_password_asks_the_present_one_and_tells_the_owner(client_of, person_of):
    client, person = client_of("member"), person_of("member")
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    wrong = client.post("/akun/sandi/", {"oldpassword": "keliru", **new})
    right = client.post("/akun/sandi/", {"oldpassword": PASSWORD, **new})

    person.refresh_from_db()
    assert "Kata sandi saat ini tidak cocok." in page(wrong)
    assert (right.status_code, person.check_password(NEW_PASSWORD)) == (302, True)
    assert client.get("/akun/sandi/").status_code == 200  # still signed in here
    assert [mail[:2] for mail in mails()] == [([person.email], "Kata sandi Anda telah diubah")]


# --- another address ----------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client):
    """A person who has just written their password, as a change of address asks."""
    person = UserFactory(email="lama@kota.example")
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    return person


def test_a_new_address_takes_over_once_it_is_verified(client, signed_in):
    client.post("/akun/surel/", {"email": "Baru@kota.example", "action_add": ""})
    before = User.objects.get(pk=signed_in.pk).email
    waiting = page(client.get("/akun/surel/"))
    client.post(link_in(mails()[0][2]))

    signed_in.refresh_from_db()
    assert (before, signed_in.email) == ("lama@kota.example", "baru@kota.example")
    assert "baru@kota.example" in waiting
    assert list(signed_in.emailaddress_set.values_list("email", "primary", "verified")) == [
        ("baru@kota.example", True, True)
    ]
    assert mails()[1][:2] == (["lama@kota.example"], "Alamat surel akun Anda telah diubah")


def test_leaving_the_domain_loses_what_it_proved(client):
    domain = InstansiDomainFactory(domain="kota.example")
    person = UserFactory(email="a@kota.example", instansi=domain.instansi, affiliation=Affiliation.VERIFIED)
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})

    client.post("/akun/surel/", {"email": "a@pribadi.example", "action_add": ""})
    client.post(link_in(mails()[0][2]))

    person.refresh_from_db()
    assert (person.email, person.affiliation) == ("a@pribadi.example", Affiliation.PENDING)


def test_an_address_of_another_account_is_not_told_and_not_taken(client, signed_in):
    unverified(email="orang@kota.example")

    response = client.post("/akun/surel/", {"email": "orang@kota.example", "action_add": ""})
    client.post(link_in(mails()[0][2]))

    signed_in.refresh_from_db()
    assert response.status_code == 302
    assert signed_in.email == "lama@kota.example"
    assert not EmailAddress.objects.get(user=signed_in, email="orang@kota.example").verified


def test_a_change_of_address_can_be_withdrawn(client, signed_in):
    client.post("/akun/surel/", {"email": "baru@kota.example", "action_add": ""})
    before = signed_in.emailaddress_set.count()

    client.post("/akun/surel/", {"email": "baru@kota.example", "action_remove": ""})

    assert before == 2
    assert list(signed_in.emailaddress_set.values_list("email", flat=True)) == ["lama@kota.example"]


def test_a_change_of_address_asks_the_password_again(client_of):
    client = client_of("member")

    response = client.post("/akun/surel/", {"email": "baru@kota.example", "action_add": ""})
    asked = client.get(response.headers["Location"])
    next_page = {"next": "/akun/surel/"}
    wrong = client.post("/akun/konfirmasi/", {"password": "keliru", **next_page})
    before = len(mails())
    client.post("/akun/konfirmasi/", {"password": PASSWORD, **next_page})

    assert (before, [recipients for recipients, _, _ in mails()]) == (0, [["baru@kota.example"]])
    assert response.headers["Location"].startswith("/akun/konfirmasi/")
    assert "Pastikan ini Anda" in page(asked)
    assert "Kata sandi tidak cocok." in page(wrong)


# --- all of it ----------------------------------------------------------------------------------------------------

OPEN = [
    "masuk/",
    "daftar/",
    "sandi/lupa/",
    "sandi/lupa/terkirim/",
    "sandi/baru/selesai/",
    "verifikasi/",
    "tidak-aktif/",
]
CLOSED = ["sandi/", "surel/", "konfirmasi/"]


@pytest.mark.parametrize("address", OPEN)
def test_open_pages_are_ours_and_light(client, address):
    response = client.get(f"/akun/{address}")

    assert response.status_code == 200
    assert response.templates[0].origin.name.endswith(f"templates/{response.templates[0].name}")
    assert "site-packages" not in " ".join(
        str(each.origin) for each in response.templates if each.name.startswith("account")
    )
    assert count_queries(lambda: client.get(f"/akun/{address}")) <= 12


@pytest.mark.parametrize("address", CLOSED)
def test_pages_of_ones_own_account_ask_to_sign_in(client, client_of, address):
    signed_in = client_of("member")

    response = client.get(f"/akun/{address}")
    mine = signed_in.get(f"/akun/{address}")

    assert response.headers["Location"] == f"/akun/masuk/?next=/akun/{address}"
    assert mine.status_code == 200
    assert count_queries(lambda: signed_in.get(f"/akun/{address}")) <= 15


def test_every_address_of_accounts_is_known_here():
    patterns = next(each for each in get_resolver().url_patterns if str(each.pattern) == "akun/").url_patterns
    plain = {str(each.pattern) for each in patterns if "(" not in str(each.pattern)}

    assert plain == {*OPEN, *CLOSED, "keluar/"}


def test_no_mail_is_in_english(client):
    person = UserFactory()
    client.cookies["bahasa"] = "id"
    sign_up(client)
    client.post("/akun/sandi/lupa/", {"email": person.email})

    text = " ".join(f"{subject} {body}" for _, subject, body in mails())
    assert not re.search(r"\b(you|your|the|email|please|account|sign)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("address", ["a@kota.example\nBcc: b@jahat.example", "a@kota.example%0ABcc:b@jahat.example"])
def test_no_header_is_injected(client, address):
    client.post("/akun/sandi/lupa/", {"email": address})
    sign_up(client, email=address)

    assert not any("jahat" in str(recipients) for recipients, _, _ in mails())


def test_no_address_reaches_the_log(client, client_of, caplog):
    caplog.set_level("DEBUG")
    person = unverified(email="rahasia@kota.example")

    sign_in(client, person.email, "keliru")
    sign_in(client, person.email)
    sign_up(client, email="rahasia.baru@kota.example")
    client.post("/akun/sandi/lupa/", {"email": person.email})
    client_of("organiser").post(
        "/cms/users/new/", {"name": "Agus", "email": "rahasia.lain@kota.example", "affiliation": "none"}
    )

    written = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert User.objects.filter(email__startswith="rahasia").count() == 3
    assert not [line for line in written if "rahasia" in line]


# --- the demo's accounts ------------------------------------------------------------------------------------------


def test_the_demo_shows_its_accounts_on_the_sign_in_page_only(client, settings):
    settings.DEMO = True
    demo_accounts.ensure_demo_accounts()

    shown, elsewhere = page(client.get("/akun/masuk/")), page(client.get("/akun/daftar/"))

    emails = [account.email for account in demo_accounts.DEMO_ACCOUNTS]
    assert [email in shown for email in emails] == [True] * 7
    assert demo_accounts.PASSWORD in shown
    assert not any(email in elsewhere for email in emails)


def test_outside_the_demo_no_account_is_shown(client, settings):
    settings.DEMO = True
    demo_accounts.ensure_demo_accounts()
    settings.DEMO = False

    shown = page(client.get("/akun/masuk/"))

    assert not any(account.email in shown for account in demo_accounts.DEMO_ACCOUNTS)
    assert demo_accounts.PASSWORD not in shown
