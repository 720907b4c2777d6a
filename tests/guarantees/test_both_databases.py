"""How the run on PostgreSQL ended, told in the one summary that ``./harborlight test`` ends with."""

import os

import pytest


def test_the_suite_passed_on_postgresql():
    outcome = os.environ.get("HARBORLIGHT_POSTGRES_OUTCOME", "")
    if outcome.startswith("missing") and os.environ.get("CI") == "true":
        pytest.fail(f"Under CI the suite must run on PostgreSQL: {outcome}")
    if not outcome or outcome.startswith("missing"):
        pytest.skip(outcome or "PostgreSQL is tested by ./harborlight test, not by pytest alone.")
    assert outcome == "passed", outcome
