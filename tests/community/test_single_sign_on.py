"""Single sign-on with a real issuer: who gets in, as whom, and what is kept of it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.test import Client

from community.enums import Affiliation
from community.models import User
from tests.factories.community import PASSWORD, InstansiDomainFactory, InstansiFactory, UserFactory
from tests.support.accounts import actions_on, addresses_of, mails, page, sign_in, unverified
from tests.support.issuers import settings_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account_mails")]
START, JOIN, CONNECTIONS, AWAY = "/akun/sso/", "/akun/sso/daftar/", "/akun/sso/sambungan/", "/akun/sso/putuskan/"
EMAIL = "ratna@kota.example"
VERIFIED = {"email": EMAIL, "email_verified": True}


def come_back(client, issuer, subject: str, **form):
    """Press the button, name a subject at the issuer, come back."""
    asked = client.post(START, form)
    assert asked.status_code == 302, page(asked)
    return client.get(issuer.answer(asked.headers["Location"], sub=subject))


def is_signed_in(client, person) -> bool:
    return client.session.get("_auth_user_id") == str(person.pk)


def keys_of(person) -> list[tuple]:
    return list(SocialAccount.objects.filter(user=person).values_list("provider", "uid", "extra_data"))


# --- joining ------------------------------------------------------------------------------------------------------


def test_the_portal_asks_with_pkce_state_and_nonce_for_no_more_than_it_needs(client, issuer):
    address = urlsplit(client.post(START).headers["Location"])

    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}" == issuer.url
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["redirect_uri"] == ["http://testserver/akun/sso/kembali/"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 30


def test_a_newcomer_completes_the_account_and_is_a_member_by_the_domain(client, issuer):
    instansi = InstansiDomainFactory(domain="kota.example").instansi
    issuer.knows("s-join", **VERIFIED, name=" Ratna\tWulandari ", nip="198001012005012001")

    asked = come_back(client, issuer, "s-join", next="/praktik/")
    form = page(client.get(JOIN))
    done = client.post(JOIN, {"name": "Ratna Wulandari", "instansi": ""})

    person = User.objects.get(email=EMAIL)
    assert asked.headers["Location"] == JOIN
    assert 'value="Ratna Wulandari"' in form
    assert done.headers["Location"] == "/praktik/"
    assert is_signed_in(client, person)
    assert (person.name, person.instansi, person.affiliation) == ("Ratna Wulandari", instansi, Affiliation.VERIFIED)
    assert addresses_of(person) == [(EMAIL, True, True)]
    assert not person.has_usable_password()
    assert keys_of(person) == [(issuer.url, "s-join", {})]
    assert not SocialToken.objects.exists()
    assert client.session.get_expire_at_browser_close()


@pytest.mark.once
def test_who_joins_in_english_keeps_english(client, issuer):
    issuer.knows("s-english", **VERIFIED, name="Ratna Wulandari")
    client.cookies["bahasa"] = "en"

    come_back(client, issuer, "s-english")
    client.post(JOIN, {"name": "Ratna Wulandari", "instansi": ""})

    assert User.objects.get(email=EMAIL).language == "en"


def test_nothing_that_the_issuer_tells_beyond_need_is_kept_or_logged(client, issuer, caplog):
    issuer.knows("s-nip", **VERIFIED, name="Ratna", nip="198001012005012001", nik="3171010101010001")

    come_back(client, issuer, "s-nip")

    session = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert "1980010120" not in str(session) + caplog.text
    assert "access_token" not in str(session)
    assert "token" not in session["socialaccount_sociallogin"]


def test_a_named_instansi_waits_for_confirmation(client, issuer):
    instansi = InstansiFactory(name="Kota Lain")
    issuer.knows("s-other", **VERIFIED)

    come_back(client, issuer, "s-other")
    client.post(JOIN, {"name": "Ratna", "instansi": "Kota Lain"})

    person = User.objects.get(email=EMAIL)
    assert (person.instansi, person.affiliation) == (instansi, Affiliation.PENDING)


def test_joining_without_a_name_says_so(client, issuer):
    issuer.knows("s-noname", **VERIFIED)
    come_back(client, issuer, "s-noname")

    shown = page(client.post(JOIN, {"name": "", "instansi": ""}))

    assert "Nama belum diisi" in shown
    assert not User.objects.filter(email=EMAIL).exists()


def test_who_was_asked_to_join_and_has_an_account_meanwhile_is_told(client, issuer):
    issuer.knows("s-late", **VERIFIED)
    come_back(client, issuer, "s-late")
    UserFactory(email=EMAIL)

    answer = client.post(JOIN, {"name": "Ratna"}, follow=True)

    assert "Alamat surel ini sudah dipakai akun lain." in page(answer)
    assert not SocialAccount.objects.exists()


def test_an_address_that_is_not_verified_there_opens_nothing(client, issuer):
    person = UserFactory(email=EMAIL)
    for claims in (
        {"email": EMAIL},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL, "email_verified": 1.5},
        {},
    ):
        issuer.knows("s-unverified", **claims)
        answer = come_back(client, issuer, "s-unverified")
        assert (answer.status_code, "sudah diverifikasi" in page(answer)) == (403, True), claims

    assert keys_of(person) == []
    assert User.objects.filter(email=EMAIL).count() == 1
    assert client.get(JOIN).headers["Location"] == "/akun/masuk/"


# --- coming back --------------------------------------------------------------------------------------------------


def test_who_has_joined_signs_in_whatever_the_issuer_says_of_the_address_later(client, issuer):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-known")
    issuer.knows("s-known", email="lain@kota.example", email_verified=False)

    answer = come_back(client, issuer, "s-known")

    person.refresh_from_db()
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client, person)
    assert person.email != "lain@kota.example"


def test_the_same_subject_of_another_issuer_is_another_person(client, issuer):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider="https://lama.example", uid="s-same")
    issuer.knows("s-same", **VERIFIED)

    come_back(client, issuer, "s-same")

    assert client.session.get("_auth_user_id") is None


def test_an_inactive_account_stays_closed_and_unconnected(client, issuer):
    known, unknown = UserFactory(is_active=False), UserFactory(is_active=False, email=EMAIL)
    SocialAccount.objects.create(user=known, provider=issuer.url, uid="s-inactive")
    issuer.knows("s-inactive", email=known.email, email_verified=True)
    issuer.knows("s-inactive-2", **VERIFIED)

    answers = [come_back(client, issuer, subject) for subject in ("s-inactive", "s-inactive-2")]

    assert [answer.headers["Location"] for answer in answers] == ["/akun/tidak-aktif/"] * 2
    assert keys_of(unknown) == []


def test_the_second_factor_is_asked_all_the_same(client, issuer):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-mfa")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    issuer.knows("s-mfa", **VERIFIED)

    answer = come_back(client, issuer, "s-mfa")

    assert answer.headers["Location"] == "/akun/dua-langkah/masuk/"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get("/saya/").status_code == 302


def test_a_sign_in_that_was_begun_is_dropped_when_the_issuer_is_taken_away(client, issuer, settings):
    person = UserFactory()
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-gone")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    second_step = come_back(client, issuer, "s-gone").headers["Location"]

    settings.OIDC = None

    assert client.get(second_step).headers["Location"] == "/akun/masuk/"
    assert client.get("/akun/masuk/").status_code == 200


def test_who_must_have_a_second_factor_is_led_to_set_it_up(client, issuer, person_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    person = person_of("steward")
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-steward")
    issuer.knows("s-steward", **VERIFIED)

    come_back(client, issuer, "s-steward")

    assert client.get("/").headers["Location"] == "/akun/dua-langkah/"


# --- an account that is there already -----------------------------------------------------------------------------


def test_a_verified_address_connects_with_the_account_that_has_it(client, issuer):
    person = UserFactory(email=EMAIL)
    issuer.knows("s-connect", email="Ratna@KOTA.example", email_verified=True)

    come_back(client, issuer, "s-connect")

    person.refresh_from_db()
    assert is_signed_in(client, person)
    assert keys_of(person) == [(issuer.url, "s-connect", {})]
    assert person.check_password(PASSWORD)
    assert [(to, subject) for to, subject, _ in mails()] == [([EMAIL], "Akun SSO terhubung")]
    assert actions_on(person) == [("community.connect_single_sign_on", person.pk)]


def test_connecting_by_address_can_be_switched_off(client, issuer, settings):
    settings.OIDC = settings_for(issuer.url, OIDC_CONNECT_BY_ADDRESS=False)
    person = UserFactory(email=EMAIL)
    issuer.knows("s-off", **VERIFIED)

    answer = come_back(client, issuer, "s-off")

    assert (answer.status_code, "Sudah ada akun dengan alamat surel Anda." in page(answer)) == (403, True)
    assert keys_of(person) == []


@pytest.mark.parametrize("role", ["steward", "organiser", "administrator"])
def test_who_may_do_much_connects_by_hand(client, issuer, person_of, role):
    person = person_of(role)
    issuer.knows(f"s-{role}", email=person.email, email_verified=True)

    answer = come_back(client, issuer, f"s-{role}")

    assert answer.status_code == 403
    assert keys_of(person) == []
    assert "_auth_user_id" not in client.session


def test_who_took_a_strangers_address_before_them_is_locked_out(client, issuer):
    person, attacker = unverified(email=EMAIL), Client()
    attacker.force_login(person)
    issuer.knows("s-owner", **VERIFIED)

    come_back(client, issuer, "s-owner")

    person.refresh_from_db()
    assert is_signed_in(client, person)
    assert addresses_of(person) == [(EMAIL, True, True)]
    assert not person.has_usable_password()
    assert attacker.get("/saya/").status_code == 302


def test_an_address_that_only_waits_at_another_account_opens_it_not(client, issuer):
    other = UserFactory()
    EmailAddress.objects.create(user=other, email=EMAIL)
    issuer.knows("s-waits", **VERIFIED)

    answer = come_back(client, issuer, "s-waits")

    assert answer.headers["Location"] == JOIN
    assert keys_of(other) == []


# --- on the account page ------------------------------------------------------------------------------------------


@pytest.fixture
def member(client, person_of):
    """A member who has just shown that it is them."""
    person = person_of("member")
    sign_in(client, person.email)
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    return person


def test_connecting_needs_the_password_first(client, issuer, person_of):
    client.force_login(person_of("member"))

    answer = client.post(START)

    assert answer.headers["Location"] == f"/akun/konfirmasi/?next={CONNECTIONS}"


def test_a_member_connects_signs_in_and_disconnects(client, issuer, member):
    issuer.knows("s-hand", email="lain@kota.example", email_verified=False)
    answer = come_back(client, issuer, "s-hand")
    connected, again = page(client.get(CONNECTIONS)), come_back(client, issuer, "s-hand")

    gone = client.post(AWAY, follow=True)

    assert (answer.headers["Location"], again.headers["Location"]) == (CONNECTIONS, CONNECTIONS)
    assert "Terhubung sejak" in connected
    assert "tidak terhubung lagi" in page(gone)
    assert keys_of(member) == []
    assert [subject for _, subject, _ in mails()] == ["Akun SSO terhubung", "Akun SSO diputuskan"]
    assert [action for action, _ in actions_on(member)] == [
        "community.connect_single_sign_on",
        "community.disconnect_single_sign_on",
    ]
    assert "tidak terhubung dengan layanan itu" in page(client.post(AWAY, follow=True))


def test_what_opens_another_account_is_not_connected_twice(client, issuer, member):
    other = UserFactory()
    SocialAccount.objects.create(user=other, provider=issuer.url, uid="s-others")
    issuer.knows("s-others", **VERIFIED)

    answer = come_back(client, issuer, "s-others")

    assert (answer.status_code, "sudah terhubung dengan akun lain" in page(answer)) == (403, True)
    assert (keys_of(member), is_signed_in(client, member)) == ([], True)


def test_what_one_asked_for_is_not_connected_with_whom_signed_in_meanwhile(client, issuer, member):
    issuer.knows("s-swap", **VERIFIED)
    back = issuer.answer(client.post(START).headers["Location"], sub="s-swap")
    states = client.session["socialaccount_states"]
    other = UserFactory()
    client.force_login(other)
    session = client.session
    session["socialaccount_states"] = states
    session.save()

    answer = client.get(back)

    assert answer.status_code == 403
    assert keys_of(other) == keys_of(member) == []


def test_the_only_way_in_is_kept_until_there_is_a_password(client, issuer):
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    SocialAccount.objects.create(user=person, provider=issuer.url, uid="s-only")
    issuer.knows("s-only", **VERIFIED)
    come_back(client, issuer, "s-only")

    kept = client.post(AWAY, follow=True)
    led = client.get("/akun/sandi/")
    made = client.post("/akun/sandi/buat/", {"password1": "kopi-pagi-lagi", "password2": "kopi-pagi-lagi"})
    client.post("/akun/konfirmasi/", {"password": "kopi-pagi-lagi"})
    client.post(AWAY)

    assert "Buat kata sandi lebih dahulu" in page(kept)
    assert (led.headers["Location"], made.status_code) == ("/akun/sandi/buat/", 302)
    assert keys_of(person) == []
