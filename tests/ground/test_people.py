"""Who is meant: found by exact words only, for those who may know, and gone when erased."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.access.api import NotFound, Ref, Refused, Role, relate
from harborlight.ground.people import api as people
from harborlight.ground.people.core.identity import ALPHABET, age_on, code_of, name_words
from harborlight.ground.people.models import NameWord, Person
from tests.builders import NOON, a_child, an_actor, audit


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2010, 11, 22), date(2026, 11, 21), 15),
        (date(2010, 11, 22), date(2026, 11, 22), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_ages_turn_on_the_birthday(birth, day, years):
    age = age_on(day, birth=birth, estimate=None, estimated_on=None)
    assert (age.years, age.text, age.is_child) == (years, str(years), years < 18)


def test_an_unsettled_age_is_treated_as_a_child():
    assert age_on(date(2026, 1, 1), birth=None, estimate=19, estimated_on=date(2026, 1, 1)).is_child
    unknown = age_on(date(2026, 1, 1), birth=None, estimate=None, estimated_on=None)
    assert unknown.is_child and unknown.text == "age not known"
    assert age_on(date(2028, 1, 1), birth=None, estimate=15, estimated_on=date(2026, 1, 1)).text == "about 17"


@given(st.uuids(), st.integers(0, 20))
def test_codes_are_readable_over_a_radio(uid, attempt):
    code = code_of(str(uid), attempt)
    assert len(code) >= 4 and set(code) <= set(ALPHABET)


def test_words_of_a_name():
    assert name_words("María-José  O'Neil maria") == ["maria", "jose", "o", "neil"]


@pytest.mark.django_db
def test_found_by_any_words_of_the_name_but_not_by_parts():
    actor = an_actor()
    child = a_child(actor, "María-José Vale")
    for text in ("maria", "VALE maria", "José"):
        assert [p.id for p in people.find_by_name(actor, text, NOON)] == [child]
    for text in ("mar", "maria lind", "", "  "):
        assert people.find_by_name(actor, text, NOON) == []


@pytest.mark.django_db
def test_found_by_number_whatever_the_dashes():
    actor = an_actor()
    child = a_child(actor, "Nora Vale", identifiers=[("case", "26-1183")])
    assert [p.id for p in people.find_by_identifier(actor, "case", "26 1183", NOON)] == [child]
    assert people.find_by_identifier(actor, "ncic", "26-1183", NOON) == []
    assert [p.id for p in people.find(actor, "26-1183", NOON)] == [child]
    code = people.person(actor, child, NOON).code
    assert [p.id for p in people.find(actor, code.lower(), NOON)] == [child]


@pytest.mark.django_db
def test_search_finds_nothing_one_may_not_see():
    child = a_child(an_actor(), "Nora Vale", identifiers=[("case", "26-1183")])
    stranger = an_actor(Role.INVESTIGATOR)
    for text in ("Nora", "26-1183", Person.objects.get(id=child).code):
        assert people.find(stranger, text, NOON) == []
    with pytest.raises(NotFound):
        people.person(stranger, child, NOON)
    assert people.persons(stranger, [child], NOON) == {}


@pytest.mark.django_db
def test_identity_is_shown_only_when_released():
    child, partner = a_child(an_actor(), "Nora Vale"), an_actor(Role.PARTNER)
    relate(Ref("child", child), agency_id=partner.agency_id, why="referral", items=("needs",), audit=audit())
    view = people.person(partner, child, NOON)
    assert view.names == () and view.birth is None and view.age_text == "about 15"
    relate(Ref("child", child), agency_id=partner.agency_id, why="referral", items=("identity",), audit=audit())
    assert people.person(partner, child, NOON).names == (("given-family", "Nora Vale"),)


@pytest.mark.django_db
def test_a_sealed_record_is_answered_as_missing():
    actor = an_actor(Role.INVESTIGATOR)
    child = a_child(actor, "Nora Vale")
    records = an_actor(Role.RECORDS, agency_id=actor.agency_id)
    people.seal_person(records, child, sealed=True, audit=audit(actor=records))
    with pytest.raises(NotFound):
        people.person(actor, child, NOON)
    assert people.find(actor, "Nora", NOON) == []
    assert people.person(records, child, NOON).sealed
    people.seal_person(records, child, sealed=False, audit=audit(actor=records))
    assert people.person(actor, child, NOON).display == "Nora Vale"


@pytest.mark.django_db
def test_erased_means_erased():
    actor = an_actor(Role.INVESTIGATOR)
    child = a_child(actor, "Nora Vale", identifiers=[("case", "26-1183")])
    records = an_actor(Role.RECORDS, agency_id=actor.agency_id)
    people.erase_person(records, child, audit=audit(actor=records))
    view = people.person(actor, child, NOON)
    assert view.erased and view.names == () and view.age_text == "age not known"
    assert people.find(actor, "Nora", NOON) == [] and not NameWord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"age": None, "birth": date(2030, 1, 1)}, "future"),
        ({"age": 12, "birth": date(2012, 1, 1)}, "not both"),
        ({"age": 70}, "between"),
        ({"name": "…"}, "no letters"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(fields, sentence):
    with pytest.raises(Refused, match=sentence):
        a_child(an_actor(), **fields)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_list_of_people_is_two_queries(django_assert_num_queries):
    actor = an_actor(Role.INVESTIGATOR)
    ids = [a_child(actor, f"Child {i}") for i in range(5)]
    with django_assert_num_queries(2):
        assert len(people.persons(actor, ids, NOON)) == 5
