"""Where things lie when nobody says otherwise. No Django here."""

from pathlib import Path


def home() -> Path:
    """The checkout (the folder that holds ``pyproject.toml``), or the current folder for an installed package."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def data_folder(given: str | None, *, example: bool = False) -> Path:
    """The data folder of this call, absolute: the one given, or ``var/data`` (``var/example``) in the checkout."""
    if given:
        return Path(given).expanduser().absolute()
    return home() / "var" / ("example" if example else "data")
