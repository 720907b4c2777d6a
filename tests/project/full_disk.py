"""A store whose disk runs full while children are entered. Run by test_storage.py in a process of its own, because a
transaction that SQLite itself rolls back does not fit into the one that a test is wrapped in."""

import json
import sys
from pathlib import Path

from harborlight.project import datafolder, store


def main(path: Path) -> dict[str, object]:
    """Fill the file to its limit, then make room again; tells how each step was answered."""
    store.configure(datafolder.create(path, mode="production"))
    from django.core.management import call_command
    from django.db import connection

    from harborlight.ground.access.api import Role
    from harborlight.ground.people.models import Person
    from tests.builders import an_actor, an_agency, signed_in

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    an_agency(is_host=True)  # set-up is done
    client = signed_in(an_actor(Role.OFFICER))
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 4}")  # SQLite answers as on a full disk
        answers = [_enter(client, number) for number in range(200)]  # free room inside the file comes first
        cursor.execute("PRAGMA max_page_count = 1073741823")
    full = [answer for answer in answers if answer.status_code == 507]
    return {
        "full": len(full),
        "sentence": bool(full) and all("The disk of this server is full" in answer.content.decode() for answer in full),
        "saved": sum(answer.status_code == 302 for answer in answers),
        "children": Person.objects.count(),
        "after": _enter(client, 99).status_code,
    }


def _enter(client, number):
    return client.post("/child/new/", {
        "name": f"Full {number}", "name_kind": "given-family", "age_estimate": "15", "identifier_kind": "case",
    })


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
