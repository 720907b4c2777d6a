"""The figures: tighter is allowed, looser is not."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.accounts.core.limits import (
    CJIS,
    Limits,
    TooLoose,
    check_tight,
    ended,
    is_fresh,
    limits_of,
    must_close,
)
from harborlight.ground.accounts.figures import limits
from harborlight.project import datafolder
from harborlight.project.datafolder import FolderRefused
from tests.builders import NOON


def test_the_figures_in_force_are_those_of_the_policy():
    assert limits() == CJIS == Limits(5, timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=12))
    assert settings.SESSION_COOKIE_AGE == 12 * 3600


@pytest.mark.parametrize("looser", [
    {"sign_in_failures": 6}, {"sign_in_failures": 0}, {"sign_in_window_minutes": 14}, {"idle_minutes": 31},
    {"idle_minutes": 0}, {"idle_minutes": -1}, {"session_minutes": 721}, {"session_minutes": 0},
])
def test_no_figure_can_be_loosened(looser):
    with pytest.raises(TooLoose, match="never loosen"):
        check_tight(limits_of(looser))


@pytest.mark.parametrize("tighter", [
    {"sign_in_failures": 3}, {"sign_in_window_minutes": 60}, {"idle_minutes": 10}, {"session_minutes": 480}, {},
])
def test_every_figure_can_be_tightened(tighter):
    check_tight(limits_of(tighter))


def _folder(tmp_path: Path, lines: str) -> Path:
    folder = datafolder.create(tmp_path / "data", mode="production").path
    with (folder / "harborlight.toml").open("a") as file:
        file.write(f"\n[limits]\n{lines}\n")
    return folder


def test_an_agency_tightens_in_its_data_folder(tmp_path):
    assert datafolder.open_folder(_folder(tmp_path, "idle_minutes = 10")).limits == {"idle_minutes": 10}


@pytest.mark.parametrize("line", [
    "idle_minutes = 31", 'idle_minutes = "10"', "idle_minutes = true", "idel_minutes = 10",
])
def test_a_loose_or_odd_figure_stops_the_start_with_a_sentence(tmp_path, line):
    with pytest.raises(FolderRefused, match=r"harborlight\.toml"):
        datafolder.open_folder(_folder(tmp_path, line))


def test_a_loose_setting_is_refused_wherever_it_comes_from(monkeypatch):
    monkeypatch.setattr(settings, "IDLE_LIMIT", timedelta(minutes=31))
    with pytest.raises(TooLoose):
        limits()


@given(st.lists(st.integers(0, 3600), max_size=12))
def test_it_closes_exactly_when_five_lie_in_one_window(seconds_ago):
    times = [NOON - timedelta(seconds=seconds) for seconds in seconds_ago]
    assert must_close(times, NOON, CJIS) is (sum(seconds <= 900 for seconds in seconds_ago) >= 5)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_session_never_outlives_either_limit(age, idle):
    why = ended(
        signed_in_at=NOON - timedelta(seconds=age), seen_at=NOON - timedelta(seconds=idle), now=NOON, limits=CJIS
    )
    assert why == ("limit" if age >= 43_200 else "idle" if idle >= 1800 else "")


def test_a_proof_is_fresh_for_five_minutes():
    assert is_fresh(NOON, NOON + timedelta(minutes=4, seconds=59))
    assert not is_fresh(NOON, NOON + timedelta(minutes=5))
    assert not is_fresh(None, NOON)
    assert not is_fresh(NOON + timedelta(minutes=1), NOON)
