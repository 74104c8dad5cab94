"""What is offered while somebody types: the right things, nothing of what is hidden, whatever is typed."""

import pytest
from django.test import Client
from django.utils import translation

from community.enums import Audience
from community.models import Instansi
from practices.models import PracticePage
from search import entries, vocabulary
from search.engines.base import forget_engines
from search.enums import Kind
from search.suggestions import suggestions
from tests.factories.community import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.forums import RoomPageFactory, TopicFactory
from tests.factories.practices import PracticePageFactory
from tests.support.hostile import TEXTS, encode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_engine():
    """The engine remembers the words of the index; those of another test are not this one's."""
    forget_engines()


def learn() -> None:
    """What happens after each commit: the words of the entries are known."""
    vocabulary.relearn()
    forget_engines()


def offered(reader, text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in suggestions(text, reader)]


def test_each_kind_is_offered_by_the_beginning_of_a_word(person_of, client_of):
    practice = PracticePageFactory(title="Zamrudin pekan dialog")
    event = EventPageFactory(title="Zamrudin bersama")
    topic = TopicFactory(title="Kapan zamrudin dimulai?", room=RoomPageFactory(title="Ruang zamrudin"))
    person = UserFactory(verified=True, name="Zamrudina Wibowo")
    entries.refresh(Kind.PERSON, person.pk)
    learn()

    response = client_of("member").get("/cari/saran/", {"q": "zamr"})

    items = response.json()["items"]
    assert {(item["kind"], item["text"]) for item in items} == {
        ("word", "zamrudin"),
        ("word", "zamrudina"),
        ("practice", practice.title),
        ("event", event.title),
        ("topic", topic.title),
        ("room", "Ruang zamrudin"),
        ("person", "Zamrudina Wibowo"),
    }
    assert items[0] == {"kind": "word", "label": "Cari", "text": "zamrudin", "url": "/cari/?q=zamrudin", "note": ""}
    assert {item["label"] for item in items[2:]} == {"Praktik", "FGD", "Topik", "Ruang diskusi", "Orang"}
    assert f"/praktik/{practice.slug}/" in {item["url"] for item in items}
    assert response.json()["status"] == "7 saran, pilih dengan tombol panah"
    assert person.name not in [text for _kind, text in offered(person_of("visitor"), "zamrud")]


def test_what_is_written_as_typed_comes_first_and_no_kind_fills_the_list(person_of):
    PracticePageFactory.create_batch(5, title="Berzamrudin di kota")
    PracticePageFactory(title="Zamrudin di kota")
    TopicFactory(title="Hari zamrudin di kota")
    learn()

    found = offered(person_of("visitor"), "zamrudin di ko")

    assert found[:2] == [("word", "zamrudin di kota"), ("practice", "Zamrudin di kota")]
    assert ("topic", "Hari zamrudin di kota") in found
    assert len(found) <= 8


def test_affixed_words_acronyms_and_agencies_are_met(person_of):
    PracticePageFactory(title="Menilai bawahan tiap bulan", owners=[])
    PracticePageFactory(title="Klinik SKP keliling")
    learn()
    visitor = person_of("visitor")

    assert ("practice", "Menilai bawahan tiap bulan") in offered(visitor, "penilaian bawa")
    assert ("practice", "Klinik SKP keliling") in offered(visitor, "gimana bikin sk")
    assert ("practice", "Klinik SKP keliling") in offered(visitor, "sasaran kinerja pegawai")
    name = Instansi.objects.get(code="32.73").name
    assert ("instansi", name) in offered(visitor, "kota bandu")


def test_slips_are_met_but_names_and_acronyms_are_left_alone(person_of):
    PracticePageFactory(title="Penilaian kinerja pegawai")
    learn()
    visitor = person_of("visitor")

    assert offered(visitor, "penilz")[0] == ("word", "penilaian")
    assert offered(visitor, "penlaian kinrj")[:2] == [
        ("word", "penilaian kinerja"),
        ("practice", "Penilaian kinerja pegawai"),
    ]
    assert offered(visitor, "penilaiankinerja")[0] == ("word", "penilaian kinerja")
    assert offered(visitor, "bkpsdn") == []
    assert offered(visitor, "zzqxkw") == []


def test_nothing_of_what_is_hidden_is_offered(person_of):
    PracticePageFactory(title="Zamrudin terbuka")
    PracticePageFactory(title="Zamrudin tertutup", audience=Audience.MEMBERS)
    PracticePageFactory(title="Zamrudina draf", live=False)
    TopicFactory(title="Zamrudinku", room=RoomPageFactory(audience=Audience.MEMBERS))
    stale = PracticePageFactory(title="Zamrudin usang")
    PracticePage.objects.filter(pk=stale.pk).update(audience=Audience.MEMBERS)  # as if the entry were stale
    learn()

    found = {role: offered(person_of(role), "zamrud") for role in ("visitor", "unverified", "member")}

    assert found["visitor"] == found["unverified"] == [("word", "zamrudin"), ("practice", "Zamrudin terbuka")]
    assert ("practice", "Zamrudin tertutup") in found["member"]
    assert ("topic", "Zamrudinku") in found["member"]
    assert "draf" not in str(found["member"])


def test_a_word_form_that_only_a_hidden_text_has_is_not_offered(person_of):
    PracticePageFactory(title="Satu", summary="Suap di kantor.")
    PracticePageFactory(title="Dua", summary="Penyuapan di kantor.", audience=Audience.MEMBERS)
    learn()

    assert "penyuapan" not in str(offered(person_of("visitor"), "penyua"))
    assert offered(person_of("member"), "penyua") == [("word", "penyuapan")]


@pytest.mark.once
@pytest.mark.parametrize(("role", "most"), [("visitor", 12), ("member", 15)])
def test_suggestions_cost_the_same_for_one_row_and_five(client_of, django_assert_max_num_queries, role, most):
    client = client_of(role)
    sent = []
    for count in (1, 4):
        PracticePageFactory.create_batch(count, title="Zamrudin terbuka")
        TopicFactory.create_batch(count, title="Zamrudin kapan")
        learn()
        client.get("/cari/saran/", {"q": "zamru"})
        with django_assert_max_num_queries(most) as captured:
            client.get("/cari/saran/", {"q": "zamru"})
        sent.append(len(captured))

    assert sent[0] == sent[1]


def test_any_text_is_answered_or_refused(client):
    statuses = {name: Client().get(f"/cari/saran/?q={encode(text)}").status_code for name, text in TEXTS.items()}

    assert {name for name, status in statuses.items() if status not in (200, 400)} == set()
    assert {statuses[name] for name in ("long", "nul", "huge number")} == {400}
    assert statuses["control"] == statuses["search syntax"] == 200
    assert client.get("/cari/saran/").json() == {"label": "Saran", "status": "Tidak ada saran", "items": []}
    assert client.post("/cari/saran/").status_code == 405


def test_answers_are_kept_as_pages_are(client_of):
    visitor = client_of("visitor").get("/cari/saran/?q=kinerja")
    member = client_of("member").get("/cari/saran/?q=kinerja")

    assert (visitor.headers["Cache-Control"], visitor.headers["Vary"]) == ("no-cache", "Cookie")
    assert member.headers["Cache-Control"] == "private, no-store"


@pytest.mark.once
def test_suggestions_do_not_need_elasticsearch(person_of, settings):
    PracticePageFactory(title="Zamrudin terbuka")
    learn()
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]

    with translation.override("en"):
        found = suggestions("zamr", person_of("visitor"))

    assert [(each.label, each.text) for each in found] == [("Search", "zamrudin"), ("Practice", "Zamrudin terbuka")]
