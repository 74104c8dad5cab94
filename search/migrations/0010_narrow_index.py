"""Searching without reading rows twice (docs/search.md).

SQLite: an index that holds what is asked of a row beside its words. PostgreSQL: vectors without positions, in which a
pair of neighbouring words and a run of ids are lexemes of their own, and long texts apart from the rows. The table is
written anew: about half a minute for 100,000 entries, during which search waits.
"""

from django.db import migrations

CREATE_SQLITE = [
    """
    CREATE INDEX search_searchentry_narrow
        ON search_searchentry (id, is_gone, container, thread, dated_at, labels)
    """,
]
DROP_SQLITE = ["DROP INDEX search_searchentry_narrow"]

# `+` begins no stored word. `zxgap` keeps a pair of words from crossing a field's border.
CREATE_POSTGRESQL = [
    """
    CREATE FUNCTION search_vector(words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        lexemes text[] := array_remove(string_to_array(words, ' '), '');
        pairs text[] := '{}';
        before text := '';
        word text;
    BEGIN
        FOREACH word IN ARRAY lexemes LOOP
            pairs := pairs || ('+' || left(md5(before || word), 4));
            before := word || ' ';
        END LOOP;
        RETURN array_to_tsvector(lexemes || pairs);
    END $$
    """,
    "ALTER TABLE search_searchentry SET (toast_tuple_target = 256)",
    """
    ALTER TABLE search_searchentry
        ALTER COLUMN title SET STORAGE MAIN, ALTER COLUMN title_stems SET STORAGE MAIN,
        ALTER COLUMN labels SET STORAGE MAIN
    """,
    "DROP INDEX IF EXISTS search_searchentry_index",
    "ALTER TABLE search_searchentry DROP COLUMN text_vector, DROP COLUMN title_vector, DROP COLUMN labels_vector",
    """
    ALTER TABLE search_searchentry
        ADD COLUMN text_vector tsvector GENERATED ALWAYS AS (
            search_vector(title_stems || ' zxgap ' || summary_stems || ' zxgap ' || body_stems)
        ) STORED,
        ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (search_vector(title_stems)) STORED,
        ADD COLUMN labels_vector tsvector GENERATED ALWAYS AS (
            array_to_tsvector(array_remove(string_to_array(labels || ' w' || (id >> 11)::text, ' '), ''))
        ) STORED
    """,
    "ALTER TABLE search_searchentry ALTER COLUMN labels_vector SET STORAGE MAIN",
    """
    CREATE INDEX search_searchentry_index ON search_searchentry
        USING gin (text_vector, title_vector, labels_vector) WITH (fastupdate = off)
    """,
]
DROP_POSTGRESQL = [
    "DROP INDEX IF EXISTS search_searchentry_index",
    "ALTER TABLE search_searchentry DROP COLUMN text_vector, DROP COLUMN title_vector, DROP COLUMN labels_vector",
    "DROP FUNCTION search_vector(text)",
    """
    ALTER TABLE search_searchentry
        ADD COLUMN text_vector tsvector GENERATED ALWAYS AS (
            to_tsvector('simple'::regconfig, title_stems || ' zxgap ' || summary_stems || ' zxgap ' || body_stems)
        ) STORED,
        ADD COLUMN title_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_stems)) STORED,
        ADD COLUMN labels_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, labels)) STORED
    """,
    """
    CREATE INDEX search_searchentry_index ON search_searchentry
        USING gin (text_vector, title_vector, labels_vector) WITH (fastupdate = off)
    """,
]


def run(sqlite, postgresql):
    def operation(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("search", "0009_discussion_kinds")]

    operations = [migrations.RunPython(run(CREATE_SQLITE, CREATE_POSTGRESQL), run(DROP_SQLITE, DROP_POSTGRESQL))]
