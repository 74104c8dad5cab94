"""Hostile input at every public address, parameter and form: an answer below 500, whatever comes.

`make test` sends each hostile value everywhere once; the long fuzz (slow) mixes them at random, with a seed that the
failure names.
"""

import random
import re
from urllib.parse import quote

import pytest
from django.test import Client

from tests.factories.community import PASSWORD, UserFactory
from tests.factories.practices import PracticePageFactory
from tests.support.addresses import patterns
from tests.test_url_matrix import MATRIX, names  # noqa: F401 -- `names` is a fixture

pytestmark = pytest.mark.django_db

LONG = "a" * 100_000
TEXTS = {
    "empty": "",
    "blank": " \t\r\n ",
    "long": LONG,
    "long words": "penilaian " * 10_000,
    "nul": "SKP\x00kinerja",
    "emoji": "👩🏽‍💻🇮🇩" * 50,
    "right to left": "\u202eمرحبا\u202c" * 20,
    "lone surrogate": "\udcff",
    "combining": "é" + "\u0301" * 500,
    "control": "".join(map(chr, range(1, 32))),
    "quotes": "'\"`;--/*",
    "search syntax": '"dialog AND OR NOT NEAR(* ^ {col}: -',
    "unclosed": '"' * 999,
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "path": "../../../../etc/passwd",
    "address": "https://evil.example/",
    "scheme": "javascript:alert(1)",
    "header": "a\r\nSet-Cookie: x=1",
    "huge number": "9" * 400,
    "beyond bigint": "9223372036854775808",
    "negative": "-1",
    "float": "1e309",
    "unicode digits": "١٢٣²",
    "not a number": "nan",
    "json": '{"a": [null]}',
}
RAW_QUERIES = [
    "q=%ff%fe%fd",
    "q=%",
    "q=%zz&hal=%u0000",
    "q=%00&aspek=%00&hal=%00",
    "q[]=1&q[$ne]=2&q=3",
    "&&&===&;;;",
    "=tanpa-nama",
    "q=" + "%F0%9F%92%A9" * 2_000,
    "&".join(f"aspek=a{n}" for n in range(2_000)),
    "&".join(["hal=1"] * 50 + ["hal=2", "hal=x"]),
    "&".join(f"x{n}=1" for n in range(6_000)),  # more than Django accepts in a body
]
PARAMETERS = (
    *("q", "aspek", "sub", "masalah", "lingkup", "instansi", "pemilik", "provinsi", "tahun", "tinjauan", "contoh"),
    *("urut", "hal", "jenis", "waktu", "next", "bahasa", "format", "p", "tentang", "dibaca"),
)
FORMS = {
    "/akun/masuk/": ("login", "password", "remember", "next"),
    "/akun/daftar/": ("email", "name", "instansi", "password1", "password2", "consent", "next"),
    "/akun/sandi/lupa/": ("email",),
    "/akun/surel/": ("email", "action_add", "action_remove", "action_primary", "action_send"),
    "/akun/sandi/": ("oldpassword", "password1", "password2"),
    "/akun/konfirmasi/": ("password", "next"),
    "/akun/keluar/": ("next",),
    "/bahasa/": ("bahasa", "next"),
    "/kontak/kirim/": ("name", "email", "text", "wants_copy", "form_key"),
}


def encode(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def public_addresses(names) -> list[str]:  # noqa: F811 -- a fixture's value
    """One concrete address for each that the matrix lists."""
    return [address.format_map(names) for addresses in MATRIX.values() for address in addresses]


def hostile_paths() -> list[str]:
    """Every pattern with a variable part, and Wagtail's catch-all, filled with each hostile text."""
    routes = {re.sub(r"<[^>]+>", "{}", route) for route, _ in patterns() if "<" in route and "(?P" not in route}
    routes = {route for route in routes if not route.startswith("cms/")}
    routes |= {"{}", "{}/", "praktik/{}/", "akun/verifikasi/{}/", "akun/sandi/baru/1-{}/", "akun/sandi/baru/{}-x/"}
    fillings = [encode(text[:3_000]) for text in TEXTS.values()] + ["%ff", "%", "%2e%2e/%2e%2e", "9" * 400, "-1"]
    return [f"/{route.replace('{}', filling)}" for route in sorted(routes) for filling in fillings]


class Prober:
    """Sends requests and remembers the ones that were answered with 500 or more."""

    def __init__(self, client: Client):
        self.client = client
        self.client.raise_request_exception = False
        self.failures = []
        self.count = 0

    def get(self, path: str, query: str = "") -> int:
        return self._note(f"GET {path}?{query}", self.client.get(path, QUERY_STRING=query))

    def post(self, path: str, data: dict) -> int:
        body = "&".join(f"{encode(name)}={encode(value)}" for name, value in data.items())
        response = self.client.post(path, body, content_type="application/x-www-form-urlencoded")
        return self._note(f"POST {path} {body}", response)

    def _note(self, request: str, response) -> int:
        self.count += 1
        if response.status_code >= 500:
            self.failures.append(f"{response.status_code} {request[:300]}")
        return response.status_code


@pytest.fixture(params=["visitor", "member"])
def prober(request, client_of):
    return Prober(client_of(request.param))


def test_hostile_paths(prober):
    for path in hostile_paths():
        prober.get(path)

    assert prober.failures == []
    assert prober.count > 200


@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_parameters(client_of, names, kind):  # noqa: F811 -- a fixture
    prober = Prober(client_of("visitor"))
    query = "&".join(f"{name}={encode(TEXTS[kind])}" for name in PARAMETERS)

    for address in public_addresses(names):
        prober.get(address, query if len(TEXTS[kind]) < 10_000 else f"q={encode(TEXTS[kind])}")
    for name in PARAMETERS:
        prober.get("/praktik/", f"{name}={encode(TEXTS[kind])}")
        prober.get("/cari/", f"q=kinerja&{name}={encode(TEXTS[kind])}")

    assert prober.failures == []


@pytest.mark.parametrize("query", RAW_QUERIES, ids=lambda query: query[:20])
def test_malformed_queries(client_of, names, query):  # noqa: F811 -- a fixture
    prober = Prober(client_of("visitor"))

    for address in public_addresses(names):
        prober.get(address, query)

    assert prober.failures == []


@pytest.mark.parametrize("form", FORMS)
def test_hostile_forms(prober, form):
    for text in TEXTS.values():
        prober.post(form, dict.fromkeys(FORMS[form], text))
    for field in FORMS[form]:
        valid = dict.fromkeys(FORMS[form], "orang@contoh.go.id")
        prober.post(form, {**valid, field: LONG})
        prober.post(form, {**valid, field: "a\x00b@contoh.go.id"})
        prober.post(form, {name: value for name, value in valid.items() if name != field})

    assert prober.failures == []


@pytest.mark.parametrize("form", [form for form in FORMS if form != "/bahasa/"])
@pytest.mark.parametrize("token", ["", "palsu", "a" * 64, "\x00", "👩" * 32])
def test_forged_or_missing_csrf_token_is_refused(person_of, form, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person_of("member"), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.raise_request_exception = False

    response = client.post(form, {"csrfmiddlewaretoken": token, "email": "orang@contoh.go.id"})

    assert response.status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods(client_of, names, method):  # noqa: F811 -- a fixture
    prober = Prober(client_of("visitor"))

    for address in public_addresses(names):
        prober._note(f"{method} {address}", getattr(prober.client, method)(address))

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
        prober._note(f"{address} {headers}"[:300], prober.client.get(address, **headers))

    assert prober.failures == []


def test_sign_in_survives_hostile_passwords_of_a_real_account():
    person = UserFactory()
    prober = Prober(Client())

    for text in TEXTS.values():
        prober.post("/akun/masuk/", {"login": person.email, "password": text})
        prober.post("/akun/masuk/", {"login": text, "password": PASSWORD})

    assert prober.failures == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("role", ["visitor", "member", "contributor", "administrator"])
def test_long_fuzz(client_of, names, role, seed):  # noqa: F811 -- a fixture
    chance = random.Random(f"{role}-{seed}")
    prober = Prober(client_of(role))
    PracticePageFactory.create_batch(3)
    addresses = [address for address in public_addresses(names) if "keluar" not in address] + ["/cari/"] * 20
    addresses += ["/praktik/"] * 20
    texts = [*TEXTS.values(), "kinerja", "dialog", "32.73", "manajemen-kinerja", "2022", "1", "relevan"]

    for _ in range(150):
        picked = chance.sample(PARAMETERS, chance.randint(1, 6))
        pairs = [(name, chance.choice(texts)) for name in picked for _ in range(chance.randint(1, 3))]
        prober.get(chance.choice(addresses), "&".join(f"{name}={encode(text)}" for name, text in pairs))
        form = chance.choice([form for form in FORMS if form != "/akun/keluar/"])
        prober.post(form, {field: chance.choice(texts) for field in FORMS[form]})

    assert prober.failures == [], f"seed {role}-{seed}"
