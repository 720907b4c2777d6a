"""What may leave: named items only, on a named basis, and never a narrative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.respond.core.release import BASES, ITEMS, NotReleasable, make_release, read_release

WHOLE = {"code": "7F3K", "age": "about 15", "need": "A bed tonight", "called": "", "language": "Spanish"}


def test_a_release_shows_exactly_what_leaves() -> None:
    release = make_release(WHOLE, basis="child_agrees")
    assert release.rows() == (
        ("Child's code", "7F3K"),
        ("About how old", "about 15"),
        ("Language or other access need", "Spanish"),
        ("What is needed", "A bed tonight"),
    )


@pytest.mark.parametrize("stranger", ["narrative", "screening", "race", "immigration", "name", "birth_date"])
def test_what_is_no_item_cannot_leave(stranger: str) -> None:
    assert stranger not in {item.code for item in ITEMS}
    with pytest.raises(NotReleasable, match="not something that can be sent"):
        make_release(WHOLE | {stranger: "x"}, basis="child_agrees")


@pytest.mark.parametrize(
    ("change", "basis", "message"),
    [
        ({}, "", "on what basis"),
        ({"need": " "}, "law_requires", "is empty"),
        ({"safety": "x" * 401}, "danger_now", "longer"),
    ],
)
def test_an_unfit_release_says_why(change: dict[str, str], basis: str, message: str) -> None:
    with pytest.raises(NotReleasable, match=message):
        make_release(WHOLE | change, basis=basis)


@given(st.dictionaries(st.sampled_from([item.code for item in ITEMS]), st.text(min_size=1, max_size=50)))
def test_a_release_is_kept_as_it_was(values: dict[str, str]) -> None:
    try:
        release = make_release(WHOLE | values, basis=BASES[0].code)
    except NotReleasable:
        return
    assert read_release(release.as_text()) == release
