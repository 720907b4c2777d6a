"""A time typed on the agency's own clock, in the hours when clocks change."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from harborlight.respond.forms.response import moment_field


@pytest.mark.parametrize(("typed", "meant"), [
    ("2026-11-01T01:30", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # comes twice: the first
    ("2026-03-08T02:30", datetime(2026, 3, 8, 8, 30, tzinfo=UTC)),  # never comes: as the clock stood before
    ("2026-11-22T02:10", datetime(2026, 11, 22, 8, 10, tzinfo=UTC)),
    ("2026-07-01T12:00", datetime(2026, 7, 1, 17, 0, tzinfo=UTC)),
])
def test_no_hour_of_the_year_is_refused(typed, meant):
    with timezone.override("America/Chicago"):
        assert moment_field("When").clean(typed).astimezone(UTC) == meant


def test_what_is_no_time_is_refused():
    with pytest.raises(ValidationError):
        moment_field("When", required=True).clean("soon")
