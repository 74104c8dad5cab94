"""The practice factory makes what the names of its traits say."""

import pytest

from community.enums import Audience
from practices.models import PracticePage
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db


def test_practice_factory_publishes_below_the_library():
    practice = PracticePageFactory(complete=True)

    row = PracticePage.objects.live().get()
    assert row == practice
    assert row.url_path.endswith(f"/praktik/{practice.slug}/")
    assert [block.value["title"] for block in row.steps] == ["Sepakati jadwal", "Catat hasil"]
    assert row.aspects.get() == row.subaspects.get().aspect


@pytest.mark.parametrize(("trait", "audience"), [("members", Audience.MEMBERS), ("for_owners", Audience.INSTANSI)])
def test_practice_factory_traits_set_the_audience(trait, audience):
    practice = PracticePageFactory(**{trait: True})

    assert PracticePage.objects.get().audience == audience
    assert practice.owners.count() == 1


def test_practice_factory_draft_is_never_published():
    PracticePageFactory(draft=True, for_owners=True)

    draft = PracticePage.objects.get()
    assert (draft.live, draft.first_published_at) == (False, None)
