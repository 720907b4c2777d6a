"""Events name nobody: ids, codes and counts. They outlive what they speak about."""

from datetime import timedelta

# CJIS AU-11 asks for at least one year; three is our default and an agency may only lengthen it.
FLOOR = timedelta(days=365)
RETENTION = {"Event": timedelta(days=3 * 365), "Seal": None, "SealedEvent": None}
