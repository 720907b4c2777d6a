"""A trigger that refuses to change a screening or its definition, on SQLite and on PostgreSQL.

A correction is a new row that supersedes the old one. Deleting stays possible: retention needs it.
"""

from django.db import migrations

TABLES = ("recognize_screening", "recognize_definition")
SAYS = "A screening is never edited. Complete a new one that supersedes it."


def add(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update{on}")


def statements(vendor):
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION recognize_never_edited() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        body = (
            "FOR EACH ROW EXECUTE FUNCTION recognize_never_edited()"
            if vendor == "postgresql"
            else f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}"


class Migration(migrations.Migration):
    dependencies = [("recognize", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
