"""Loading the synonyms that come with the portal, as often as one likes."""

import pytest

from community.models import ReferenceStep
from search import reference
from search.language.lexicon import synonym_lines
from search.models import SynonymGroup
from tests.factories.search import SynonymGroupFactory

pytestmark = pytest.mark.django_db


def test_every_group_is_there_and_loading_again_adds_nothing():
    before = list(SynonymGroup.objects.order_by("pk").values_list("pk", "terms"))

    assert [terms for _, terms in before] == synonym_lines()
    assert reference.load() == {"sinonim": 0}
    assert list(SynonymGroup.objects.order_by("pk").values_list("pk", "terms")) == before


def test_what_a_steward_changed_or_deleted_stays_so():
    SynonymGroup.objects.get(terms__startswith="skp,").delete()
    asn = SynonymGroup.objects.get(terms__startswith="asn,")
    asn.terms = "asn, aparatur sipil negara, pegawai asn"
    asn.save()

    reference.load()

    assert not SynonymGroup.objects.filter(terms__startswith="skp,").exists()
    asn.refresh_from_db()
    assert asn.terms == "asn, aparatur sipil negara, pegawai asn"


def test_a_newer_form_of_a_group_comes_only_where_nobody_edited_it(monkeypatch):
    SynonymGroupFactory(terms="pemetaan, peta talenta")
    lines = ["asn, aparatur sipil negara, abdi negara", "pns, pegawai negeri sipil, pegawai negeri"]
    lines += ["talenta baru, peta talenta, bakat baru", "satu saja, pemetaan"]
    SynonymGroup.objects.filter(terms__startswith="pns,").update(terms="pns, pegawai negeri sipil, pegawai tetap")
    monkeypatch.setattr(reference, "synonym_sections", lambda: [("baru", line) for line in lines])

    added = reference.load()

    assert added == {"sinonim": 1}
    assert SynonymGroup.objects.get(terms__startswith="asn,").terms == lines[0]
    assert SynonymGroup.objects.get(terms__startswith="pns,").terms == "pns, pegawai negeri sipil, pegawai tetap"
    assert SynonymGroup.objects.get(note="baru").terms == "talenta baru, bakat baru"
    assert ReferenceStep.objects.filter(key="synonyms:satu saja").exists()
