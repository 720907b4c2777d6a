"""Every address says who may call it, and that is what happens."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from harborlight.ground.access.api import ROLES, Permission, Role
from harborlight.ground.accounts import marks
from tests.builders import an_actor, an_agency, signed_in
from tests.guarantees.house import Route, routes

SAMPLES = {
    "uuid": lambda: str(uuid.uuid4()), "slug": lambda: "no-such-thing", "str": lambda: "none", "int": lambda: "987654",
}
# A pattern written as a regular expression has no sample of its own.
BY_HAND = {"recognize:card_asset": "card/card.css"}
# An unknown id is answered with something else than 404, and alike for what exists but is not theirs.
ANSWERED_ALIKE = {
    "accounts:end-session": "A session of one's own that has ended already is ended again.",
    "desk:review_break_glass": "Unknown, reviewed and one's own are refused with one sentence.",
}


def address(route: Route) -> str:
    """An address of this pattern, with ids that belong to nothing."""
    made = BY_HAND.get(route.name) or re.sub(r"<(\w+):\w+>", lambda match: SAMPLES[match[1]](), route.path)
    assert not set(made) & set("<>^$()"), f"Give {route} an address in BY_HAND."
    return f"/{made}"


def staff() -> list[Route]:
    return [route for route in routes() if hasattr(route.view, "permission")]


def public() -> list[Route]:
    return [route for route in routes() if hasattr(route.view, "public_reason")]


def ask(client: Client, route: Route) -> list[tuple[str, HttpResponse]]:
    """The answers to GET and to POST. A method the view does not know (405) says nothing and is left out."""
    where = address(route)
    answers = [("GET", client.get(where)), ("POST", client.post(where))]
    known = [(method, answer) for method, answer in answers if answer.status_code != 405]
    assert known, f"{route} answers neither GET nor POST."
    return known


def change(client: Client, **changes: str) -> None:
    """Change what the session knows of its sign-in."""
    session = client.session
    session[marks.KEY] = {**session[marks.KEY], **changes}
    session.save()


def test_every_address_says_who_may_call_it():
    silent = [str(route) for route in routes() if route not in staff() and route not in public()]
    assert silent == []
    assert [str(route) for route in staff() if route.view.permission not in set(Permission)] == []


def test_a_public_address_says_why_in_a_sentence():
    assert [str(route) for route in public() if not re.fullmatch(r"[A-Z].{8,}\.", route.view.public_reason)] == []


def test_nothing_is_both_public_and_not():
    assert [str(route) for route in staff() if route in public()] == []


@pytest.mark.django_db
def test_nobody_in_particular_is_sent_to_sign_in():
    wrong = [
        f"{method} {route}: {answer.status_code}"
        for route in staff()
        for method, answer in ask(Client(), route)
        if not (answer.status_code == 302 and answer["Location"].startswith("/account/login/?next="))
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_permission_is_refused(role):
    client = signed_in(an_actor(role))
    wrong = [
        f"{method} {route}: {answer.status_code}"
        for route in staff() if route.view.permission not in ROLES[role].permissions
        for method, answer in ask(client, route)
        if answer.status_code != 403
    ]
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_what_does_not_exist_is_not_found_and_nothing_breaks(role):
    """With the permission and an unknown id: 404, exactly as for a record one may not know of. Never a fault."""
    client = signed_in(an_actor(role))
    change(client, confirmed=timezone.now().isoformat())  # otherwise acts on accounts ask for the second factor again
    wrong = []
    for route in staff():
        if route.view.permission not in ROLES[role].permissions:
            continue
        for method, answer in ask(client, route):
            names_a_record = "uuid" in route.path and route.name not in ANSWERED_ALIKE
            if answer.status_code >= 500 or (names_a_record and answer.status_code != 404):
                wrong.append(f"{method} {route}: {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_one_factor_opens_nothing_but_its_own_enrolment():
    actor = an_actor(Role.INVESTIGATOR)
    client = signed_in(actor)
    change(client, factor="")
    wrong = [
        f"{method} {route}: {answer.status_code}"
        for route in staff() if not hasattr(route.view, "one_factor")
        for method, answer in ask(client, route)
        if answer.status_code not in (302, 403)
    ]
    assert wrong == []


@pytest.mark.django_db
def test_every_answer_carries_the_content_policy():
    an_agency(is_host=True)
    signed = signed_in(an_actor(Role.SUPERVISOR))
    answers = [
        (f"{who} {method} {route}", answer)
        for who, client in (("nobody", Client()), ("supervisor", signed))
        for route in routes()
        for method, answer in ask(client, route)
    ]
    answers += [("404", Client().get("/nothing/here/")), ("400", Client().get("/", HTTP_HOST="else.where"))]
    assert [name for name, answer in answers if not is_strict(answer.get("Content-Security-Policy", ""))] == []


@pytest.mark.django_db
def test_a_fault_carries_it_too(monkeypatch):
    monkeypatch.setattr("harborlight.desk.views.search.render", None)
    client = signed_in(an_actor(Role.SUPERVISOR))
    client.raise_request_exception = False
    answer = client.get("/search/")
    assert answer.status_code == 500
    assert is_strict(answer["Content-Security-Policy"])


def is_strict(policy: str) -> bool:
    """Nothing by default, nothing inline, nothing evaluated, nothing from elsewhere."""
    return "default-src 'none'" in policy and not re.search(r"unsafe|https?:|\*", policy)


@pytest.mark.django_db
def test_no_answer_to_a_member_is_kept_by_a_cache():
    client = signed_in(an_actor(Role.SUPERVISOR))
    kept = [
        str(route) for route in staff() for _, answer in ask(client, route) if "no-store" not in answer["Cache-Control"]
    ]
    assert kept == []


def test_the_public_face_has_public_addresses_only():
    assert [str(r) for r in routes("harborlight.project.urls_public") if not hasattr(r.view, "public_reason")] == []
