"""A page needs the same few queries for 20 children and for 200, and a public page is light. Time is for bench/."""

import pytest
from bench._children import grow, templates
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harborlight.ground.access import visibility
from harborlight.ground.access.api import Member, Role, actor_of, members
from harborlight.library.api import load_directory
from harborlight.project.example import load
from harborlight.respond.models import HistoryEntry
from tests.builders import NOON, audit, signed_in

MOST_QUERIES = 15
FULLEST = 4  # children with the longest histories
PUBLIC = ("/card/", "/card/es/", "/who/", "/who/?place=60601")
PUBLIC_QUERIES, PUBLIC_BYTES = 3, 30_000


def queries(client: Client, url: str) -> int | None:
    """How many a page needs; None for what this member may not see."""
    if client.get(url).status_code != 200:  # also loads what is read once per process
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.django_db
def test_pages_do_not_cost_more_with_more_children(monkeypatch):
    monkeypatch.setattr(visibility, "MANY", 60)  # so that 20 are few and 200 are many, and both plans are counted
    load_directory(audit=audit())
    load(NOON)
    kinds = templates()
    counted: dict[tuple[str, str, str], list[int]] = {}
    entries = HistoryEntry.objects.values("response__child").annotate(count=Count("id")).order_by("-count")
    fullest = [f"/child/{row['response__child']}/" for row in entries[:FULLEST]]
    for total in (20, 200):
        grow(total, kinds, say=lambda *words, **more: None)
        for role in (Role.OFFICER, Role.INVESTIGATOR, Role.SUPERVISOR, Role.RECORDS, Role.PARTNER, Role.ADMINISTRATOR):
            member = members(role)[0]
            client = signed_in(actor_of(Member.objects.select_related("agency").get(id=member.id)))
            for url in ("/", "/search/", *fullest):
                if (count := queries(client, url)) is not None:
                    counted.setdefault((role, member.login, url), []).append(count)
    assert {(role, url) for role, _, url in counted} >= {(Role.OFFICER, "/"), (Role.PARTNER, "/"), (Role.RECORDS, "/")}
    assert {key: counts for key, counts in counted.items() if len(set(counts)) > 1} == {}
    assert {key: counts for key, counts in counted.items() if max(counts) > MOST_QUERIES} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("url", PUBLIC)
def test_public_pages_are_light(url):
    load_directory(audit=audit())
    count = queries(Client(), url)
    assert count is not None
    assert count <= PUBLIC_QUERIES
    assert len(Client().get(url).content) <= PUBLIC_BYTES
