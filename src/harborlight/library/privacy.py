"""The directory speaks about agencies and providers, never about a child. Duty numbers of a rota are kept 90 days."""

from datetime import timedelta

RETENTION = {
    "Contact": None,
    "Verification": timedelta(days=3 * 365),
    "RotaShift": timedelta(days=90),
    "Organization": None,
    "Service": None,
    "ServiceNeed": None,
    "ServiceArea": None,
    "Location": None,
    "ServiceAtLocation": None,
    "Phone": None,
    "Schedule": None,
    "Outcome": timedelta(days=3 * 365),
    "ImportReport": timedelta(days=3 * 365),
}
