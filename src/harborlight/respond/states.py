"""Every table of states in respond. Run as a module it prints docs/reference/states.md."""

import sys

from harborlight.respond.core.lifecycle import RESPONSE
from harborlight.respond.core.states import StateTable, page
from harborlight.respond.notices.core import NOTICE
from harborlight.respond.referrals.core import REFERRAL
from harborlight.respond.team.core import MEMBERSHIP

TABLES: tuple[StateTable, ...] = (RESPONSE, NOTICE, MEMBERSHIP, REFERRAL)

if __name__ == "__main__":
    sys.stdout.write(page(TABLES))
