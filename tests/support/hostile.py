"""Hostile input, and what sends it: texts, raw queries, a client that remembers every 5xx.

`make test` sends each hostile value somewhere and something hostile everywhere; `make test-all` sends all everywhere on
SQLite, and on PostgreSQL a third of them, in turns.
"""

from collections.abc import Sequence
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client

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
# what one database may take otherwise than another: its encoding, its types, the syntax of its search
POINTED = {
    *("long", "nul", "lone surrogate", "combining", "control", "search syntax", "unclosed"),
    *("huge number", "beyond bigint", "float", "json"),
}
KINDS = [kind if kind in POINTED else pytest.param(kind, marks=pytest.mark.once) for kind in TEXTS]
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


def telling_texts() -> list[str]:
    """The texts that may be answered otherwise on this database than on SQLite, which is sent all."""
    return [text for kind, text in TEXTS.items() if kind in POINTED or connection.vendor == "sqlite"]


def encode(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


class Prober:
    """Sends requests and remembers the ones that were answered with 500 or more.

    `silent` are the forms that came back as 200 without a word about what is wrong with them.
    """

    says_what_is_wrong = (b'aria-invalid="true"', b'role="alert"')

    def __init__(self, client: Client):
        self.client = client
        self.client.raise_request_exception = False
        self.failures = []
        self.silent = []
        self.count = 0

    def get(self, path: str, query: str = "") -> int:
        return self.note(f"GET {path}?{query}", self.client.get(path, QUERY_STRING=query))

    def post(self, path: str, data: dict) -> int:
        body = "&".join(f"{encode(name)}={encode(value)}" for name, value in data.items())
        response = self.client.post(path, body, content_type="application/x-www-form-urlencoded")
        is_page = response.status_code == 200 and not response.streaming
        if is_page and not any(mark in response.content for mark in self.says_what_is_wrong):
            self.silent.append(f"POST {path} {body}"[:300])
        return self.note(f"POST {path} {body}", response)

    def note(self, request: str, response) -> int:
        """Remember a 5xx under the name of its request; the status."""
        self.count += 1
        if response.status_code >= 500:
            self.failures.append(f"{response.status_code} {request[:300]}")
        return response.status_code


@pytest.fixture(params=[pytest.param(False, id="some"), pytest.param(True, id="all", marks=pytest.mark.slow)])
def some(request):
    """`some(cases, turn)`: one of `cases`, another one each turn; in the slow tier all, on PostgreSQL a third."""

    def pick(cases: Sequence, turn: int) -> Sequence:
        if not request.param:
            return [cases[turn % len(cases)]]
        return cases[turn % 3 :: 3] if connection.vendor == "postgresql" else cases

    return pick
