"""Numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.library.core.phones import PhoneRefused, phones_in, plain_phone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(312) 555-0100", "312-555-0100"),
        ("312.555.0100", "312-555-0100"),
        ("1-800-555-0100", "800-555-0100"),
        ("+1 312 555 0100", "312-555-0100"),
        ("3125550100", "312-555-0100"),
        ("312-555-0100 x 123", "312-555-0100 x123"),
        ("(312) 555-0100 ext. 4", "312-555-0100 x4"),
        ("855-RIGHTS-4 (855-744-4874)", "855-744-4874"),
        ("1-800-LAW-REP-4", "800-529-7374"),
        ("911", "911"),
        ("988", "988"),
        ("", ""),
    ],
)
def test_one_form(text: str, expected: str) -> None:
    assert plain_phone(text) == expected


def test_two_numbers_are_two() -> None:
    assert [str(phone) for phone in phones_in("(312) 555-0100 x2; (312) 555-0101")] == [
        "312-555-0100 x2",
        "312-555-0101",
    ]


@pytest.mark.parametrize("text", ["no phone", "call us", "555-0100", "123456789012345", "Hotline", "12"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(PhoneRefused):
        phones_in(text)


@given(st.text(max_size=40))
def test_any_text_is_numbers_or_a_refusal(text: str) -> None:
    try:
        found = phones_in(text)
    except PhoneRefused:
        return
    assert found and all(len(phone.number) in (3, 12) for phone in found)
    assert phones_in(str(found[0])) == (found[0],)
