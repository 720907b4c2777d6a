"""Members' duty names are plain. Break-glass reasons are sealed and erased with the audit's retention."""

from datetime import timedelta

RETENTION = {
    "Agency": None,  # as long as anything it did is kept
    "Member": None,  # accounts are disabled, never removed: the audit names them by id
    "Relation": None,  # goes with the record it opens
    "BreakGlass": timedelta(days=3 * 365),
}
