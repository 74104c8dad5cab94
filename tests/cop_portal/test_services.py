import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cop_portal import services
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db


def test_searches_are_published_and_stay_when_the_page_is_edited_later(person_of):
    home = services.suggest_searches(home_page(), actor=person_of("organiser"), searches="SKP,  mutasi,")

    assert home.suggested_list == ["SKP", "mutasi"]
    assert home.get_latest_revision_as_object().suggested_list == ["SKP", "mutasi"]


def test_searches_are_the_organisers_to_suggest(person_of):
    with pytest.raises(PermissionDenied):
        services.suggest_searches(home_page(), actor=person_of("steward"), searches="SKP")

    assert "SKP" not in home_page().suggested_list


def test_too_many_searches_are_refused(person_of):
    with pytest.raises(ValidationError):
        services.suggest_searches(home_page(), actor=person_of("organiser"), searches="a, b, c, d, e, f, g")
