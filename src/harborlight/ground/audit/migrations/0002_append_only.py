"""Triggers that refuse to change or delete events, on SQLite and on PostgreSQL."""

from django.db import migrations

TABLES = ("audit_event", "audit_seal", "audit_sealedevent")
ACTS = ("UPDATE", "DELETE")


def add(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in TABLES:
        for act in ACTS:
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on}")


def statements(vendor):
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'The audit log is append-only.'; END $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        for act in ACTS:
            body = (
                "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
                if vendor == "postgresql"
                else "BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END"
            )
            yield f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {body}"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
