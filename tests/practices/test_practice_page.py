"""A practice as it is read: everything it holds, in few queries, for those who may."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from community.enums import InstansiKind, Scope
from practices.enums import RegulationState
from practices.models import PracticePage
from tests.factories.community import GroupFactory, InstansiFactory, SubAspectFactory, UserFactory
from tests.factories.media import PortalDocumentFactory
from tests.factories.practices import PracticePageFactory, RegulationFactory, result, step
from tests.support.practices import address, structured, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def facts_of(text: str) -> dict[str, list[str]]:
    """Name of each fact of the side column with the addresses it leads to."""
    side = text.rpartition('<aside class="cop-side"')[2]
    return {
        name: [unescape(url) for url in re.findall(r'href="([^"]+)"', values)]
        for name, values in re.findall(r"<div><dt>([^<]+)</dt>(.*?)</div>", side.replace("\n", ""))
    }


def tip(text, subaspect=None) -> dict:
    return {"type": "tip", "value": {"text": text, "subaspect": subaspect and subaspect.pk, "source": ""}}


def law(regulation, part="") -> dict:
    return {"type": "regulation", "value": {"regulation": regulation.pk, "part": part}}


def file(document, caption="") -> dict:
    return {"type": "attachment", "value": {"document": document.pk, "caption": caption}}


# --- who may read ---------------------------------------------------------------------------------------------------


def test_hidden_practices_answer_404_to_those_who_may_not_read(client):
    group, owner = GroupFactory(), InstansiFactory()
    practices = {
        "public": PracticePageFactory(),
        "members": PracticePageFactory(members=True),
        "owners": PracticePageFactory(for_owners=True, owners=[owner]),
        "group": PracticePageFactory(for_group=True, audience_groups=[group]),
        "draft": PracticePageFactory(draft=True),
    }
    in_group = UserFactory()
    in_group.groups.add(group)
    allowed = {
        None: {"public"},
        UserFactory(): {"public"},
        UserFactory(pending=True, instansi=owner): {"public"},
        UserFactory(verified=True): {"public", "members"},
        UserFactory(verified=True, instansi=owner): {"public", "members", "owners"},
        in_group: {"public", "group"},
        UserFactory(is_superuser=True): {"public", "members", "owners", "group"},
    }

    for reader, may_read in allowed.items():
        if reader:
            client.force_login(reader)
        statuses = {name: client.get(address(each)).status_code for name, each in practices.items()}
        assert {name for name, status in statuses.items() if status == 200} == may_read
        assert set(statuses.values()) <= {200, 404}


def test_hidden_practice_says_nothing_to_machines(client):
    practice = PracticePageFactory(members=True)
    client.force_login(UserFactory(verified=True))

    text = text_of(client, practice)

    assert "og:image" not in text
    assert "ld+json" not in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("path", ["tidak-ada", "%00", "a" * 3_000, "%F0%9F%A6%9C", "'", "dialog/lagi"])
def test_unknown_addresses_are_4xx(client, path):
    PracticePageFactory(slug="dialog")

    assert client.get(f"/praktik/{path}/").status_code in {400, 404}


# --- what a page shows ----------------------------------------------------------------------------------------------


PARTS = ["masalah", "konteks", "penyelesaian", "langkah", "hasil", "kiat", "syarat", "risiko", "pelajaran"]
PARTS += ["dasar-hukum", "lampiran", "diskusi"]  # in the order of the page
WORDS = [  # of the trait `complete`
    "Dialog kinerja hanya terjadi di akhir tahun.",
    "Dialog singkat setiap minggu.",
    "Catat hasil",
    "15 menit",
    "Atasan langsung",
    "Pimpinan memberi contoh.",
    "Jadwal bergeser",
    "Pilih hari tetap.",
    "Mulai dari satu unit.",
    "Yang pendek bertahan lebih lama.",
]


def test_complete_practice_shows_all_its_parts_and_lists_them(client):
    practice = PracticePageFactory(
        complete=True,
        context="<p>Sembilan perangkat daerah.</p>",
        regulations=[law(RegulationFactory())],
        attachments=[file(PortalDocumentFactory())],
    )

    text = text_of(client, practice)

    assert re.findall(r'<section[^>]* id="([^"]+)"', text) == PARTS
    contents = text.rpartition('<ul class="cop-toc__list">')[2].partition("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == PARTS
    assert [words for words in ["Sembilan perangkat daerah.", *WORDS] if words not in text] == []


def test_bare_practice_says_what_is_missing_and_lists_nothing_else(client):
    text = text_of(client, PracticePageFactory())

    assert re.findall(r'<section[^>]* id="([^"]+)"', text) == ["masalah", "hasil", "diskusi"]
    assert "Belum ada angka yang dilaporkan" in text
    assert '<a href="#hasil">Belum ada angka</a>' in text
    assert "<dt>Durasi, biaya, tenaga</dt><dd>Belum dilaporkan</dd>" in text


def test_every_shared_fact_leads_to_the_list_that_holds_the_practice(client):
    province = InstansiFactory(kind=InstansiKind.PROVINSI, name="Pemerintah Provinsi Uji Raya")
    owner = InstansiFactory(province=province)
    subaspect = SubAspectFactory()
    regulation = RegulationFactory(name="Peraturan 1/2020")
    practice = PracticePageFactory(
        owners=[owner],
        subaspects=[subaspect],
        has_substance_problem=True,
        scope=Scope.INNOVATIVE,
        duration="6 minggu",
        regulations=[law(regulation)],
        keywords="umpan balik,  catatan satu baris",
    )
    PracticePageFactory(scope=Scope.HELPING, reported_at=timezone.localdate())

    facts = facts_of(text_of(client, practice))

    assert facts == {
        "Instansi pemilik": [f"/praktik/?pemilik={owner.code}"],
        "Jenis instansi": ["/praktik/?instansi=kota"],
        "Provinsi": [f"/praktik/?provinsi={province.code}"],
        "Lingkup": ["/praktik/?lingkup=inovasi"],
        "Aspek": [f"/praktik/?aspek={subaspect.aspect.code}"],
        "Sub-aspek": [f"/praktik/?sub={subaspect.code}"],
        "Jenis masalah": ["/praktik/?masalah=substansi", "/praktik/?masalah=perilaku"],
        "Dilaporkan": ["/praktik/?tahun=2022"],
        "Peninjauan": [
            "/praktik/?tinjauan="
            + ("due" if practice.review_by and practice.review_by < timezone.localdate() else "current")
        ],
        "Dasar hukum": [f"/praktik/?dasar={regulation.code}"],
        "Kata kunci": ["/cari/?q=umpan+balik&jenis=praktik", "/cari/?q=catatan+satu+baris&jenis=praktik"],
        "Durasi": [],
    }
    for urls in facts.values():
        for url in urls:
            assert f'href="{address(practice)}"' in client.get(url).content.decode(), url


def test_results_are_drawn_and_written_as_tables(client):
    points = [
        {"label": label, "value": value, "is_after": after}
        for label, value, after in [("Jan", "18", False), ("Jun", "26", True), ("Des", "84", True)]
    ]
    proof = PortalDocumentFactory(title="Rekap dialog")
    practice = PracticePageFactory(
        results=[
            result(indicator="Berdialog tiap bulan", baseline="18", result="84", points=points, evidence=proof.pk),
            result(indicator="Keberatan", unit="kasus", direction="down", baseline="23", result="9"),
        ]
    )

    text = text_of(client, practice)

    assert (
        '<title id="garis-1">Berdialog tiap bulan: 18 persen pada Jan, '
        "26 persen pada Jun saat praktik mulai, 84 persen pada Des.</title>"
    ) in text
    assert "Turun lebih baik." in text
    assert '<th scope="row">Keberatan</th><td class="n">23 kasus</td><td class="n">9 kasus</td>' in text
    assert '<th scope="row">Jun</th><td class="n">26%</td><td>sudah mulai</td>' in text
    assert f'href="{proof.url}">Rekap dialog</a>' in text
    assert "Bukti untuk: Berdialog tiap bulan" in text
    assert '<a href="#hasil">2 indikator sebelum dan sesudah</a>' in text
    assert " style=" not in text


def test_tips_stand_under_their_sub_aspects(client):
    first, other = SubAspectFactory(name="Dialog Kinerja"), SubAspectFactory(name="Kontrak Kinerja")
    practice = PracticePageFactory(
        subaspects=[first], tips=[tip("Umum."), tip("Satu.", first), tip("Lain.", other), tip("Dua.", first)]
    )

    text = text_of(client, practice)

    found = re.findall(r"<h3>([^<]+)</h3>((?:<div class=\"cop-tip\"><p>[^<]+</p></div>)+)", text)
    assert [(name, re.findall(r"<p>([^<]+)</p>", tips)) for name, tips in found] == [
        ("Dialog Kinerja", ["Satu.", "Dua."]),
        ("Kontrak Kinerja", ["Lain."]),
        ("Kiat umum", ["Umum."]),
    ]


def test_files_are_named_with_kind_and_size(client):
    document = PortalDocumentFactory(title="Contoh catatan", file_size=120_000)
    practice = PracticePageFactory(attachments=[file(document, "Contoh satu baris")])

    text = text_of(client, practice)

    assert f'<a href="{document.url}">Contoh satu baris</a>' in text
    assert "(PDF, 117,2\xa0KB)" in text


def test_deleted_choices_leave_no_hole(client):
    regulation, document = RegulationFactory(), PortalDocumentFactory()
    practice = PracticePageFactory(
        regulations=[law(regulation)], attachments=[file(document)], tips=[tip("Tetap ada.", SubAspectFactory())]
    )
    blocks = practice.tips.raw_data[0]
    blocks["value"]["subaspect"] = 987_654
    PracticePage.objects.filter(pk=practice.pk).update(
        tips=json.dumps([blocks]),
        regulations=json.dumps([{"type": "regulation", "value": {"regulation": 987_654, "part": ""}}]),
        attachments=json.dumps([{"type": "attachment", "value": {"document": 987_654, "caption": ""}}]),
    )

    text = text_of(client, practice)

    assert "Tetap ada." in text
    assert 'id="dasar-hukum"' not in text
    assert 'id="lampiran"' not in text


def test_what_was_typed_is_escaped(client):
    hostile = "<script>alert(1)</script>\"'&"
    practice = PracticePageFactory(
        title=f"Judul {hostile}",
        summary=hostile,
        source_note=hostile,
        duration=hostile,
        owner_unit=hostile,
        steps=[step(hostile, text=hostile, duration=hostile, role=hostile)],
        tips=[tip(hostile)],
        results=[result(indicator=hostile, baseline_period=hostile)],
        conditions=[{"type": "condition", "value": hostile}],
        risks=[{"type": "risk", "value": {"risk": hostile, "mitigation": hostile}}],
        attachments=[file(PortalDocumentFactory(), hostile)],
        regulations=[law(RegulationFactory(name=hostile[:60]), hostile)],
    )

    text = text_of(client, practice)

    assert "<script>alert" not in text
    assert json.loads(structured(text))["@graph"][0]["description"] == hostile


# --- whether it still holds -----------------------------------------------------------------------------------------


def banner(text: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r'<div class="cop-banner.*?</div>', text, re.S)[0]).strip()


def test_current_practice_says_when_it_was_reviewed(client):
    today = timezone.localdate()
    practice = PracticePageFactory(reviewed_at=today, review_by=today + timedelta(days=365))

    assert banner(text_of(client, practice)).startswith("Masih berlaku. Ditinjau pada ")


def test_practice_is_due_the_day_after_its_review_date(client):
    today = timezone.localdate()
    on_the_day = PracticePageFactory(review_by=today)
    after = PracticePageFactory(review_by=today - timedelta(days=1))

    assert banner(text_of(client, on_the_day)).startswith("Masih berlaku.")
    words = banner(text_of(client, after))
    assert words.startswith("Perlu ditinjau. Isi praktik ini berasal dari April 2022 dan sudah melewati batas tinjau")
    assert words.endswith("Periksa lagi dasar hukumnya sebelum dipakai.")


def test_replaced_regulation_is_told_with_its_successor(client):
    successor = RegulationFactory(name="PermenPANRB 19/2025")
    old = RegulationFactory(name="PermenPANRB 40/2018", state=RegulationState.REVOKED, replaced_by=successor)
    practice = PracticePageFactory(
        regulations=[law(old, "Pasal 3")], review_by=timezone.localdate() + timedelta(days=1)
    )

    text = text_of(client, practice)

    assert banner(text) == (
        "Dasar hukum berubah. PermenPANRB 40/2018 dicabut, digantikan oleh PermenPANRB 19/2025. "
        "Cocokkan langkahnya dengan peraturan yang berlaku."
    )
    assert "Yang dirujuk: Pasal 3. Digantikan oleh PermenPANRB 19/2025." in text


# --- queries --------------------------------------------------------------------------------------------------------


def cited(count: int) -> dict:
    """What chooses rows, `count` of each: tips, laws with successors, evidence, attachments, links in rich text."""
    documents = PortalDocumentFactory.create_batch(count)
    links = "".join(f'<a linktype="document" id="{document.pk}">berkas</a>' for document in documents)
    return {
        "owners": InstansiFactory.create_batch(count, province=InstansiFactory(kind=InstansiKind.PROVINSI)),
        "subaspects": SubAspectFactory.create_batch(count),
        "tips": [tip("Kiat.", SubAspectFactory()) for _ in range(count)],
        "regulations": [law(RegulationFactory(replaced_by=RegulationFactory())) for _ in range(count)],
        "results": [result(evidence=document.pk) for document in documents],
        "attachments": [file(document) for document in documents],
        **{name: f"<p>{links}</p>" for name in ("context", "problem", "solution", "lessons")},
    }


@pytest.mark.parametrize("item_count", [1, 5])
@pytest.mark.parametrize(("is_member", "most"), [(False, 10), (True, 15)])
def test_query_count_does_not_grow_with_what_the_page_cites(
    client, django_assert_max_num_queries, item_count, is_member, most
):
    practice = PracticePageFactory(**cited(item_count), for_owners=is_member)
    if is_member:
        client.force_login(UserFactory(verified=True, instansi=practice.owners.first()))
    client.get("/praktik/")  # content types are known to a process that has served a page

    with django_assert_max_num_queries(most) as asked:
        text = text_of(client, practice)

    assert text.count("Kiat.") == item_count
    assert len(asked) == most
