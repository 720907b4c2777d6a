"""Pages of a list and its order, from the query of a plain GET form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PAGE_SIZE = 25


class Rows(Protocol[T_co]):
    """What can be paged: a queryset, or any sequence that counts and slices."""

    def __getitem__(self, part: slice, /) -> "Rows[T_co]": ...

    def __iter__(self) -> Iterator[T_co]: ...


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. ``first`` and ``last`` count from one; both are 0 in an empty list."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Position of the first row shown."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Position of the last row shown."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def numbers(self) -> list[int]:
        """Page numbers worth a link: the ends and the neighbours; 0 stands for a gap."""
        wanted = {1, self.pages, *range(self.number - 1, self.number + 2)}
        found = sorted(number for number in wanted if 1 <= number <= self.pages)
        gapped: list[int] = []
        for number in found:
            if gapped and number - gapped[-1] == 2:
                gapped.append(number - 1)
            elif gapped and number - gapped[-1] > 2:
                gapped.append(0)
            gapped.append(number)
        return gapped

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class Sorting:
    """The order chosen among those offered: ``choices`` maps key to words, ``key`` is one of them."""

    key: str
    choices: Mapping[str, str]


def page_number(text: str, pages: int) -> int:
    """The page asked for, brought into 1..``pages``; anything unreadable is the first."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return 1
    return min(max(1, int(text)), pages)


def paged(rows: Rows[T], params: Mapping[str, str], *, size: int = PAGE_SIZE, total: int | None = None) -> Page[T]:
    """Cut one page out of ``rows`` by ``params["page"]``: two queries at any number of records.

    Pass ``total`` where it is known already. A page past the end answers the last one, so that a link kept
    for a week still opens.
    """
    if total is None:
        total = _count(rows)
    number = page_number(params.get("page", ""), max(1, -(-total // size)))
    start = (number - 1) * size
    return Page(items=list(rows[start : start + size]), number=number, size=size, total=total)


def _count(rows: object) -> int:
    # A list also has count(), but of another meaning: a queryset is told by its db attribute.
    if hasattr(rows, "db"):
        return int(rows.count())  # type: ignore[attr-defined]
    return len(rows)  # type: ignore[arg-type]


def sorted_by(params: Mapping[str, str], choices: Mapping[str, str]) -> Sorting:
    """The order named in ``params["sort"]`` if it is offered, else the first of ``choices``."""
    asked = params.get("sort", "")
    return Sorting(key=asked if asked in choices else next(iter(choices)), choices=choices)
