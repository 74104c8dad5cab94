"""Hostile input at every public address, parameter and form: an answer below 500, whatever comes.

`make test` takes turns over values and addresses, `make test-all` sends every value everywhere; the long fuzz (slow)
mixes them at random, with a seed that the failure names.
"""

import random
import re
from importlib import import_module
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from events import listing
from forums import asking, composing, narrowing
from practices import facets
from practices.links import COMPARED
from tests.factories.community import PASSWORD, UserFactory
from tests.factories.practices import PracticePageFactory
from tests.matrix.public import MATRIX
from tests.matrix.writes import BOTH, WRITES
from tests.support.addresses import patterns
from tests.support.databases import APPS, ROOT
from tests.support.hostile import LONG, RAW_QUERIES, TEXTS, Prober, encode, telling_texts
from tests.test_cms_bad_input import PARAMETERS as CMS_PARAMETERS

pytestmark = pytest.mark.django_db

PARAMETERS = (
    *(
        "q",
        "aspek",
        "sub",
        "masalah",
        "lingkup",
        "instansi",
        "pemilik",
        "dasar",
        "provinsi",
        "tahun",
        "tinjauan",
        "contoh",
    ),
    *("dari", "sampai", "ruang", "urut", "hal", "jenis", "waktu", "next", "bahasa", "format", "p", "tentang", "dibaca"),
    *(
        "nama",
        "judul",
        "title",
        "tujuan",
        "tampil",
        "persis",
        "sesudah",
        "sebelum",
        "kutip",
        "baris",
        "cetak",
        "keadaan",
    ),
)
# How the code reads a parameter by its name; lists of names are read from where they stand.
READING = re.compile(
    r"""(?:GET|query)\.get(?:list)?\(\s*["'](\w+)["']|["'](\w+)["'] (?:not )?in (?:self\.)?request\.GET"""
)
# By a constant of the module, which a function of ours may take as well.
READING_BY_CONSTANT = re.compile(r"\b(?:GET|query)(?:\.get(?:list)?\(|, )([A-Z][A-Z_]+)\b")
FORMS = {
    "/akun/masuk/": ("login", "password", "remember", "next"),
    "/akun/daftar/": ("email", "name", "instansi", "password1", "password2", "consent", "next"),
    "/akun/sandi/lupa/": ("email",),
    "/akun/surel/": ("email", "action_add", "action_remove", "action_primary", "action_send"),
    "/akun/sandi/": ("oldpassword", "password1", "password2"),
    "/akun/konfirmasi/": ("password", "next"),
    "/akun/dua-langkah/kunci-sandi/konfirmasi/": ("credential", "next"),
    "/akun/keluar/": ("next",),
    "/bahasa/": ("bahasa", "next"),
    "/saya/instansi/": ("instansi",),
    "/kontak/kirim/": ("name", "email", "text", "wants_copy", "form_key"),
}
# Forms that need no token: of browsers and mail programs, of the language, and of pages that are the same for everyone
WITHOUT_TOKEN = {
    *("csp/", "bahasa/", "surel/berhenti/<str:token>/", "umpan-balik/<str:kind>/<int:pk>/"),
    "cari/klik/<uuid:search_id>/<str:kind>/<int:object_id>/<int:position>/",
}
CMS_FORMS = (
    "/cms/snippets/search/synonymgroup/add/ [terms=skp,+sasaran+kinerja]",
    "/cms/pages/add/forums/roompage/{forum_id}/ [title=Ruang]",
    "/cms/pages/{public_id}/edit/ [title=Praktik]",
    "/cms/pages/{members_id}/unpublish/",
    "/cms/pages/{room_draft_id}/delete/",
    "/cms/users/edit/{member_pk}/ [name=Orang]",
    "/cms/pencarian/indeks/ulang/",
)


def public_addresses(names) -> list[str]:
    """One concrete address for each that the matrix lists."""
    return [address.format_map(names) for addresses in MATRIX.values() for address in addresses]


def hostile_paths(some) -> list[str]:
    """Every pattern with a variable part, and Wagtail's catch-all, filled with hostile texts."""
    routes = {re.sub(r"<[^>]+>", "{}", route) for route, _ in patterns() if "<" in route and "(?P" not in route}
    routes = {route for route in routes if not route.startswith("cms/")}
    routes |= {"{}", "{}/", "praktik/{}/", "akun/verifikasi/{}/", "akun/sandi/baru/1-{}/", "akun/sandi/baru/{}-x/"}
    fillings = [encode(text[:3_000]) for text in TEXTS.values()] + ["%ff", "%", "%2e%2e/%2e%2e", "9" * 400, "-1"]
    return [
        f"/{route.replace('{}', filling)}"
        for turn, route in enumerate(sorted(routes))
        for filling in some(fillings, turn)
    ]


@pytest.fixture(params=["visitor", "member"])
def prober(request, client_of):
    return Prober(client_of(request.param))


def test_hostile_paths(prober, some):
    for path in hostile_paths(some):
        prober.get(path)

    assert prober.failures == []
    assert prober.count > 40


def test_hostile_parameters(client_of, names, some):
    prober = Prober(client_of("visitor"))
    texts = list(TEXTS.values())

    for turn, address in enumerate(public_addresses(names)):
        for text in some(texts, turn):
            alone = {"q": text}  # a query of all parameters would be longer than any server takes
            query = alone if len(text) >= 10_000 else dict.fromkeys(PARAMETERS, text)
            prober.get(address, "&".join(f"{name}={encode(value)}" for name, value in query.items()))
    for turn, name in enumerate(PARAMETERS):
        for text in some(texts, turn):
            prober.get("/praktik/", f"{name}={encode(text)}")
            prober.get("/cari/", f"q=kinerja&{name}={encode(text)}")

    assert prober.failures == []


def test_every_parameter_that_is_read_is_asked():
    read = {*facets.FACETS, *listing.FILTERS, *narrowing.FILTERS, *asking.CARRIED, *composing.LISTS}
    by_constant = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text()
            read |= {name for found in READING.findall(text) for name in found if name}
            if constants := READING_BY_CONSTANT.findall(text):
                module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                by_constant |= {getattr(module, name) for name in constants}

    assert len(read) > 30
    assert COMPARED in by_constant
    read |= by_constant
    assert read - {*PARAMETERS, *CMS_PARAMETERS} == set()


@pytest.mark.once
def test_malformed_queries(client_of, names, some):
    prober = Prober(client_of("visitor"))

    for turn, address in enumerate(public_addresses(names)):
        for query in some(RAW_QUERIES, turn):
            prober.get(address, query)

    assert prober.failures == []


@pytest.mark.parametrize("form", FORMS)
def test_hostile_forms(prober, form):
    for text in telling_texts():
        prober.post(form, dict.fromkeys(FORMS[form], text))
    for field in FORMS[form]:
        valid = dict.fromkeys(FORMS[form], "orang@contoh.go.id")
        prober.post(form, {**valid, field: LONG})
        prober.post(form, {**valid, field: "a\x00b@contoh.go.id"})
        prober.post(form, {name: value for name, value in valid.items() if name != field})

    assert prober.failures == []
    assert prober.silent == []


@pytest.mark.once
@pytest.mark.parametrize("form", [form for form in FORMS if form != "/bahasa/"])
@pytest.mark.parametrize("token", ["", "palsu", "a" * 64, "\x00", "👩" * 32])
def test_forged_or_missing_csrf_token_is_refused(person_of, form, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_of("member"), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False

    response = client.post(form, {"csrfmiddlewaretoken": token, "email": "orang@contoh.go.id"})

    assert response.status_code == 403


@pytest.mark.once
@pytest.mark.parametrize("token", ["", "palsu"])
def test_every_form_without_its_token_is_refused_and_writes_nothing(person_of, names, token):
    """Sent by an administrator, whom nothing else refuses; a form of the CMS that would be taken stands among them."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(person_of("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend")
    lines = [line for route, lines in (WRITES | BOTH).items() if route not in WITHOUT_TOKEN for line in lines]
    taken = []

    with CaptureQueriesContext(connection) as captured:
        for line in [*lines, *CMS_FORMS]:
            address, _, data = line.format_map(names).partition(" ")
            response = client.post(address, {"csrfmiddlewaretoken": token, **dict(parse_qsl(data.strip("[]")))})
            if (response.status_code, response.templates[0].name) != (403, "403_csrf.html"):
                taken.append(f"{line}: {response.status_code}")

    assert taken == []
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


@pytest.mark.once
@pytest.mark.parametrize("number", [2**63, int("9" * 400)], ids=["beyond bigint", "huge"])
def test_an_id_beyond_all_rows_is_not_there(client_of, names, number):
    """For every address that takes forms, with each of its numbers in turn, sent by who may do everything."""
    client = client_of("administrator")
    client.raise_request_exception = False
    asked, other = 0, []

    for route, lines in (WRITES | BOTH).items():
        address, _, data = next(iter(lines)).format_map(names).partition(" ")
        match = resolve(address)
        for name in (name for name, value in match.kwargs.items() if isinstance(value, int)):
            beyond = reverse(match.view_name, kwargs=match.kwargs | {name: number})
            response = client.post(beyond, data.strip("[]"), content_type="application/x-www-form-urlencoded")
            if response.status_code != (204 if route.startswith("cari/klik/") else 404):
                other.append(f"{beyond[:80]}: {response.status_code}")

            asked += 1

    assert asked > 12
    assert other == []


@pytest.mark.once
def test_other_methods(client_of, names, some):
    prober = Prober(client_of("visitor"))

    for turn, address in enumerate(public_addresses(names)):
        for method in some(["put", "patch", "delete", "options", "trace", "link"], turn):
            prober.note(f"{method} {address}", prober.client.generic(method.upper(), address))

    assert prober.failures == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver:99999"},
        {"HTTP_COOKIE": "bahasa=\x00; sessionid=" + "x" * 5_000},
        {"HTTP_COOKIE": "bahasa=../../etc; sessionid='"},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 5_000},
        {"HTTP_IF_NONE_MATCH": '"' * 999},
        {"HTTP_IF_MODIFIED_SINCE": "kemarin"},
        {"HTTP_RANGE": "bytes=-1-,x"},
        {"HTTP_X_FORWARDED_FOR": "bukan alamat\x00"},
        {"CONTENT_TYPE": "multipart/form-data", "REQUEST_METHOD": "POST"},
        {"CONTENT_TYPE": "application/json; charset=tidak-ada", "REQUEST_METHOD": "POST"},
        {"CONTENT_LENGTH": "bukan-angka", "REQUEST_METHOD": "POST"},
    ],
    ids=lambda headers: f"{next(iter(headers))}",
)
def test_hostile_headers(client_of, headers):
    prober = Prober(client_of("visitor"))

    for address in ("/", "/praktik/", "/akun/masuk/", "/cari/", "/sitemap.xml", "/tidak-ada/"):
        prober.note(f"{address} {headers}"[:300], prober.client.get(address, **headers))

    assert prober.failures == []


def test_sign_in_survives_hostile_passwords_of_a_real_account():
    person = UserFactory()
    prober = Prober(Client())

    for text in telling_texts():
        prober.post("/akun/masuk/", {"login": person.email, "password": text})
        prober.post("/akun/masuk/", {"login": text, "password": PASSWORD})

    assert prober.failures == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.once) for seed in range(1, 4))])
@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "administrator"])
def test_long_fuzz(client_of, names, role, seed):
    chance = random.Random(f"{role}-{seed}")
    prober = Prober(client_of(role))
    PracticePageFactory.create_batch(3)
    addresses = [address for address in public_addresses(names) if "keluar" not in address] + ["/cari/"] * 20
    addresses += ["/praktik/"] * 20
    texts = [*TEXTS.values(), "kinerja", "dialog", "32.73", "manajemen-kinerja", "2022", "1", "relevan"]

    for _ in range(160):  # of two requests, in sixteen runs: more than five thousand
        picked = chance.sample(PARAMETERS, chance.randint(1, 6))
        pairs = [(name, chance.choice(texts)) for name in picked for _ in range(chance.randint(1, 3))]
        prober.get(chance.choice(addresses), "&".join(f"{name}={encode(text)}" for name, text in pairs))
        form = chance.choice([form for form in FORMS if form != "/akun/keluar/"])
        prober.post(form, {field: chance.choice(texts) for field in FORMS[form]})

    assert prober.failures == [], f"seed {role}-{seed}"
    assert prober.silent == [], f"seed {role}-{seed}"
