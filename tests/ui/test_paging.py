"""Pages and order of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.ui.api import paged, sorted_by


@given(st.integers(0, 500), st.integers(1, 40), st.text(max_size=12))
def test_every_page_shows_rows_that_exist(total: int, size: int, asked: str) -> None:
    page = paged(list(range(total)), {"page": asked}, size=size)
    assert 1 <= page.number <= page.pages
    assert len(page) <= size
    assert (page.first, page.last) == ((0, 0) if total == 0 else (page.items[0] + 1, page.items[-1] + 1))


@given(st.integers(0, 300), st.integers(1, 40))
def test_the_pages_together_are_the_list(total: int, size: int) -> None:
    rows = list(range(total))
    count = paged(rows, {}, size=size).pages
    together = [row for number in range(1, count + 1) for row in paged(rows, {"page": str(number)}, size=size)]
    assert together == rows


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "1.5", "²", "99999999999"])
def test_an_unreadable_page_is_the_first(asked: str) -> None:
    assert paged(list(range(60)), {"page": asked}).number == 1


def test_a_page_past_the_end_is_the_last() -> None:
    assert paged(list(range(60)), {"page": "900"}).number == 3


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, [1, 2, 0, 10]), (3, [1, 2, 3, 4, 0, 10]), (5, [1, 0, 4, 5, 6, 0, 10]), (10, [1, 0, 9, 10])],
)
def test_the_numbers_worth_a_link(number: int, shown: list[int]) -> None:
    assert paged(list(range(100)), {"page": str(number)}, size=10).numbers == shown


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_gap_never_hides_a_single_page(pages: int, number: int) -> None:
    numbers = paged(list(range(pages)), {"page": str(number)}, size=1).numbers
    for before, gap, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if gap == 0:
            assert after - before > 2


def test_a_known_total_is_not_counted_again() -> None:
    class Uncountable(list[int]):
        def __len__(self) -> int:
            raise AssertionError("counted")

    assert paged(Uncountable([1, 2, 3]), {}, total=3).total == 3


def test_only_an_offered_order_is_taken() -> None:
    choices = {"due": "Running out first", "new": "Newest first"}
    assert sorted_by({"sort": "new"}, choices).key == "new"
    assert sorted_by({"sort": "name; drop"}, choices).key == "due"
