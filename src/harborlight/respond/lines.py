"""Who answers now for the duties of a response: asked of the library, with only a place and a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from harborlight.library import api as library


def lines_for(
    county_fips: str, at: datetime, roles: Iterable[str], language: str
) -> Mapping[str, list[library.Answer]]:
    """For each role the answers for that county, those who answer now first. Empty when the county is not known."""
    wanted = {role for role in roles if role}
    if not wanted or not county_fips:
        return {}
    try:
        answers = library.who_to_call(f"fips:{county_fips}", at, language=language)
    except library.PlaceRefused:
        return {}
    return {role: [answer for answer in answers if role in (answer.role, answer.fallback_for)] for role in wanted}
