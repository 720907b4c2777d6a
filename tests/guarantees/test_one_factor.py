"""A password alone opens nothing: every staff address is walked with a session that proved no second factor."""

import pytest
from django.test import Client
from django.urls import resolve

from harborlight.ground.access.api import Role
from tests.builders import an_actor, sign_in
from tests.guarantees.house import Route, routes

pytestmark = pytest.mark.django_db

SAMPLES = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000001", "IntConverter": "1", "StringConverter": "x",
    "SlugConverter": "x", "PathConverter": "x",
}
# What a member without a second factor needs to get one, by name. Anything else here is a hole.
ENROLLING = {"accounts:enroll", "accounts:add-app", "accounts:add-passkey", "accounts:recovery-codes"}


def address(route: Route) -> str:
    """The route with every converter filled in."""
    path = "/" + route.path.removeprefix("^").removesuffix("$")
    for name, converter in route.converters.items():
        kind = type(converter).__name__
        tag = next(part for part in path.split("<") if part.split(">")[0].split(":")[-1] == name).split(">")[0]
        path = path.replace(f"<{tag}>", SAMPLES[kind])
    return path


def staff_routes() -> list[Route]:
    return [route for route in routes() if not hasattr(route.view, "public_reason")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_without_second_factor_reaches_enrolment_only(method):
    faults = []
    for route in staff_routes():
        client = sign_in(Client(), an_actor(*ROLES), factor="")
        answer = getattr(client, method)(address(route))
        is_sent_away = answer.status_code == 302 and answer.headers["Location"] == "/account/second-factor/"
        if not is_sent_away and route.name not in ENROLLING:
            faults.append(f"{method} {route}: {answer.status_code}")
    assert faults == []


ROLES = (Role.SUPERVISOR, Role.RECORDS, Role.INVESTIGATOR)  # as much as one member may hold


def test_nobody_at_all_reaches_sign_in_only():
    faults = []
    for route in staff_routes():
        answer = Client().get(address(route))
        if answer.status_code != 405 and not (
            answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
        ):
            faults.append(f"{route}: {answer.status_code}")
    assert faults == []


def test_the_walk_sees_the_staff_pages():
    names = {route.name for route in staff_routes()}
    assert {"accounts:members", "accounts:own", "ui:stay"} <= names
    assert len(names) > 20
    assert all(resolve(address(route)) for route in staff_routes())


def test_only_enrolling_and_signing_out_are_open_to_one_factor():
    opened = {route.name for route in routes() if hasattr(route.view, "one_factor")}
    assert opened == ENROLLING
