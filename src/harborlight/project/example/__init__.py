"""The invented county, for a newcomer's first walk and for the journeys. Installed in example data folders only.

Nobody in it is real. It stands where Will County, Illinois, lies, so that the real public directory answers; every
invented phone number is in the range 555-01xx.
"""

from datetime import datetime


def load(now: datetime) -> None:
    """Fill an empty example store, walking the real acts. Imports are late: apps are not ready when this is read.

    The caller wraps it in one transaction.
    """
    from harborlight.project.example.county import found_county
    from harborlight.project.example.stories import tell_all

    tell_all(found_county(now))
