"""The embedded engine's full-text index, in the database's own way (docs/search.md).

On SQLite a migration that makes `search_searchentry` anew loses the triggers: drop the index before, create it after.
"""

from django.db import migrations

CREATE_SQLITE = [
    """
    CREATE VIRTUAL TABLE search_searchentry_index USING fts5(
        title_stems, summary_stems, body_stems, labels,
        content='search_searchentry', content_rowid='id', tokenize='ascii', columnsize=0
    )
    """,
    """
    CREATE TRIGGER search_searchentry_inserted AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_searchentry_index (rowid, title_stems, summary_stems, body_stems, labels)
        VALUES (new.id, new.title_stems, new.summary_stems, new.body_stems, new.labels);
    END
    """,
    """
    CREATE TRIGGER search_searchentry_deleted AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_searchentry_index
            (search_searchentry_index, rowid, title_stems, summary_stems, body_stems, labels)
        VALUES ('delete', old.id, old.title_stems, old.summary_stems, old.body_stems, old.labels);
    END
    """,
    """
    CREATE TRIGGER search_searchentry_updated
    AFTER UPDATE OF id, title_stems, summary_stems, body_stems, labels ON search_searchentry BEGIN
        INSERT INTO search_searchentry_index
            (search_searchentry_index, rowid, title_stems, summary_stems, body_stems, labels)
        VALUES ('delete', old.id, old.title_stems, old.summary_stems, old.body_stems, old.labels);
        INSERT INTO search_searchentry_index (rowid, title_stems, summary_stems, body_stems, labels)
        VALUES (new.id, new.title_stems, new.summary_stems, new.body_stems, new.labels);
    END
    """,
    "INSERT INTO search_searchentry_index (search_searchentry_index) VALUES ('rebuild')",
]
DROP_SQLITE = [
    "DROP TRIGGER search_searchentry_inserted",
    "DROP TRIGGER search_searchentry_deleted",
    "DROP TRIGGER search_searchentry_updated",
    "DROP TABLE search_searchentry_index",
]

# `zxgap` keeps a run of words from crossing a field's border; no stored word looks like it.
CREATE_POSTGRESQL = [
    """
    ALTER TABLE search_searchentry
        ADD COLUMN text_vector tsvector GENERATED ALWAYS AS (
            to_tsvector('simple'::regconfig, title_stems || ' zxgap ' || summary_stems || ' zxgap ' || body_stems)
        ) STORED,
        ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_stems)) STORED,
        ADD COLUMN labels_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, labels)) STORED
    """,
    # Reads of an index write nothing: pending entries would be searched one by one.
    """
    CREATE INDEX search_searchentry_index ON search_searchentry
        USING gin (text_vector, title_vector, labels_vector) WITH (fastupdate = off)
    """,
]
DROP_POSTGRESQL = [
    "DROP INDEX search_searchentry_index",
    "ALTER TABLE search_searchentry DROP COLUMN text_vector, DROP COLUMN title_vector, DROP COLUMN labels_vector",
]


def run(sqlite, postgresql):
    def operation(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("search", "0004_language_version")]

    operations = [migrations.RunPython(run(CREATE_SQLITE, CREATE_POSTGRESQL), run(DROP_SQLITE, DROP_POSTGRESQL))]
