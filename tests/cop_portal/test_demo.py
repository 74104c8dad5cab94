"""The demo's content: the one real practice from its facts, one invented practice per aspect, loaded once."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from community.enums import Audience, Scope
from community.models import Aspect, PortalSettings, User
from cop_portal.demo import content
from practices.models import PracticePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    content.load()


def test_second_run_adds_nothing_and_keeps_what_was_edited(demo):
    practice = PracticePage.objects.get(slug="dialog-15-menit")
    practice.summary = "Ringkasan yang disunting."
    practice.save()

    assert content.load() == {"instansi": 0, "praktik": 0}
    assert PracticePage.objects.get(slug="dialog-15-menit").summary == "Ringkasan yang disunting."


def test_one_real_practice_and_one_example_for_every_aspect(demo):
    real = PracticePage.objects.live().filter(is_example=False)
    examples = PracticePage.objects.live().filter(is_example=True)

    assert [practice.slug for practice in real] == ["mang-bagja"]
    assert sorted(aspect.code for practice in examples for aspect in practice.aspects.all()) == sorted(
        Aspect.objects.filter(framework=PortalSettings.load().active_framework).values_list("code", flat=True)
    )
    assert {practice.scope for practice in examples} == set(Scope.values)
    assert {practice.audience for practice in examples} == {Audience.PUBLIC, Audience.MEMBERS}
    assert all(owner.is_example for practice in examples for owner in practice.owners.all())


def test_bandung_practice_claims_no_more_than_its_report(demo):
    practice = PracticePage.objects.get(slug="mang-bagja")

    assert practice.owner_display == "BKPSDM Kota Bandung"
    assert practice.reported_at == date(2022, 4, 28)
    assert practice.is_review_due
    assert [len(practice.results), len(practice.risks), len(practice.conditions)] == [0, 0, 0]
    assert [practice.duration, practice.cost, practice.staff] == ["", "", ""]


def test_demo_people_are_all_examples(demo):
    assert not User.objects.filter(is_example=False).exists()


def test_load_demo_is_refused_where_the_demo_is_off(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not PracticePage.objects.exists()
