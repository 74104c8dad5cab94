"""Every number of the finder is the length of the list behind it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from community.models import PortalSettings
from practices import library_index
from practices.facets import Library, Selection
from practices.finder import finder_table
from tests.factories.community import AspectFactory, SubAspectFactory, UserFactory
from tests.factories.practices import PracticePageFactory

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def framework():
    aspect = AspectFactory()
    settings = PortalSettings.load()
    settings.active_framework = aspect.framework
    settings.save()
    for n in range(2):
        SubAspectFactory(aspect=aspect, number=n)
    SubAspectFactory()  # of another framework
    return aspect.framework


def linked_count(url: str, reader) -> int:
    return Library(library_index.current(), reader, Selection.of(QueryDict(url.partition("?")[2]))).count


@pytest.mark.once
@pytest.mark.parametrize("is_member", [False, True])
def test_each_number_is_the_length_of_its_list(framework, is_member):
    first, second = framework.aspects.first().subaspects.all()
    PracticePageFactory(subaspects=[first], has_behaviour_problem=True, has_substance_problem=True)
    PracticePageFactory(subaspects=[first, second], has_behaviour_problem=False, has_substance_problem=True)
    PracticePageFactory(subaspects=[second], has_behaviour_problem=True, members=True)
    PracticePageFactory(subaspects=[second], has_behaviour_problem=True, draft=True)
    reader = UserFactory(verified=True) if is_member else NOBODY

    [aspect] = finder_table(reader)

    counted = {row.code: {cell.problem.value: cell.count for cell in row.cells} for row in aspect.rows}
    assert counted == {
        first.code: {"substansi": 2, "perilaku": 1},
        second.code: {"substansi": 1, "perilaku": 1 if is_member else 0},
    }
    cells = [cell for row in aspect.rows for cell in row.cells]
    assert [linked_count(cell.url, reader) for cell in cells] == [cell.count for cell in cells]
    assert linked_count(aspect.url, reader) == aspect.count == (3 if is_member else 2)


@pytest.mark.parametrize("item_count", [1, 5])
def test_finder_costs_two_queries_while_nothing_changes(framework, django_assert_num_queries, item_count):
    PracticePageFactory.create_batch(item_count, subaspects=list(framework.aspects.first().subaspects.all()))
    library_index.current()

    with django_assert_num_queries(2):
        table = finder_table(NOBODY)

    assert [cell.count for row in table[0].rows for cell in row.cells] == [0, item_count] * 2


def test_finder_is_empty_without_a_framework():
    PortalSettings.objects.update(active_framework=None)
    SubAspectFactory()

    assert finder_table(NOBODY) == []
