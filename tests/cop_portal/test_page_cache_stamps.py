"""Stamps of tables: the triggers that move them, and the rows that they are kept in."""

import pytest
from django.db import connection

from community.models import PortalSettings
from cop_portal.models import PageStamp
from cop_portal.page_cache import stamps as page_stamps
from cop_portal.page_cache import tables, triggers
from tests.factories.forums import TopicFactory

pytestmark = pytest.mark.django_db


def test_triggers_are_put_in_place_once():
    assert triggers.unwatched() == set()
    before = page_stamps.read()

    triggers.install()

    assert page_stamps.read() == before
    assert before.keys() == tables.shown().keys()


@pytest.mark.parametrize("table", ["forums_topic_aspects", "community_user"])
def test_every_kind_of_write_moves_the_stamp_of_its_table_only(table):
    """A link table is followed whole, a table with unseen columns by the others."""
    topic = TopicFactory()
    statements = {
        "forums_topic_aspects": [
            f"INSERT INTO forums_topic_aspects (topic_id, aspect_id) SELECT {topic.pk}, MIN(id) FROM community_aspect",
            "UPDATE forums_topic_aspects SET topic_id = topic_id",
            "DELETE FROM forums_topic_aspects",
        ],
        "community_user": ["UPDATE community_user SET name = name"],
    }
    for statement in statements[table]:
        before = page_stamps.read()
        with connection.cursor() as cursor:
            cursor.execute(statement)
        after = page_stamps.read()
        assert {name for name in before if before[name] != after[name]} == {table}, statement


def test_a_thousand_writes_leave_few_rows_of_stamps():
    seen = set()
    for _ in range(1_000):
        PortalSettings.objects.update(motto="Uji")
        seen.add(page_stamps.read()["community_portalsettings"])

    assert len(seen) == 1_000
    assert PageStamp.objects.filter(name="community_portalsettings").count() < 60


@pytest.mark.only_on("postgresql", why="SQLite keeps no plans of its own")
@pytest.mark.django_db(transaction=True)
def test_stamps_are_read_although_a_migration_made_their_plan_wrong():
    before = page_stamps.read()
    migrating = connection.copy()  # not by the same connection, which would notice
    with migrating.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {PageStamp._meta.db_table} ALTER COLUMN name TYPE text")
    migrating.close()

    assert page_stamps.read() == before
