"""The one question before every upload, and what to do when its answer is not a plain no.

The steps are in our own words. Numbers and addresses carry where they are from and of when; a test compares them with
the national directory.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harborlight.ground.files.core.kinds import NotTaken

QUESTION = "Could this show the sexual abuse of a child?"


class Answer(StrEnum):
    """What the member says about the file before it is sent."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


ANSWERS = ((Answer.NO, "No"), (Answer.YES, "Yes"), (Answer.UNSURE, "I am not sure, or I have not seen all of it"))


class SuspectedAbuse(NotTaken):
    """The file may show the abuse of a child. Nothing of it is kept; the page of instructions comes next."""

    def __init__(self) -> None:
        super().__init__("suspected-abuse", "This file is not taken. Nothing of it was kept. Follow the steps shown.")


@dataclass(frozen=True)
class Contact:
    """Whom to tell: what they do, number, page, and where this is from.

    ``source_date`` is None when only a month is known; it stands in ``source`` then.
    """

    who: str
    what: str
    phone: str
    page: str
    source: str
    source_page: str
    source_date: date | None


NCMEC = Contact(
    "NCMEC CyberTipline", "takes reports of child sexual abuse material. Report what you saw and where; send no copy.",
    "1-800-843-5678", "https://report.cybertip.org", "USA.gov, report a crime, May 2025",
    "https://www.usa.gov/report-crime", None,
)  # fmt: skip
ICAC = Contact(
    "Internet Crimes Against Children (ICAC) task forces",
    "finds the task force of your region, which secures the device.", "877-798-7682",
    "https://icactaskforce.org/TaskForceContacts", "ICAC Task Force program",
    "https://icactaskforce.org/TaskForceContacts", date(2025, 1, 3),
)  # fmt: skip
CONTACTS = (NCMEC, ICAC)


def check_answer(answer: Answer) -> None:
    """Raise SuspectedAbuse unless the answer is a plain no."""
    if answer is not Answer.NO:
        raise SuspectedAbuse
