"""Entries by date, for the newest first: raw, since only PostgreSQL writes where the undated stand (docs/search.md)."""

from django.db import migrations

CREATE = {
    "sqlite": "CREATE INDEX search_searchentry_dated ON search_searchentry (dated_at DESC, id DESC) WHERE NOT is_gone",
    "postgresql": """
        CREATE INDEX search_searchentry_dated ON search_searchentry (dated_at DESC NULLS LAST, id DESC)
        WHERE NOT is_gone
    """,
}


def create(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX search_searchentry_dated")


class Migration(migrations.Migration):
    dependencies = [("search", "0005_index")]

    operations = [migrations.RunPython(create, drop)]
