"""What the guarantees walk: the order of the house, its modules, its models and its URLs."""

import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "harborlight"


def order() -> list[tuple[str, ...]]:
    """The order of .importlinter, top first; modules in one tuple stand beside each other. Ground is unfolded."""
    file = configparser.ConfigParser()
    file.read(ROOT / ".importlinter")
    layers = [
        *file["importlinter:contract:order"]["layers"].split("\n"),
        *(f"ground.{line}" for line in file["importlinter:contract:ground"]["layers"].split("\n") if line),
    ]
    named = [tuple(name.strip(" ()") for name in line.split("|")) for line in layers if line]
    return [tuple(name.removeprefix("ground.") for name in names) for names in named if names != ("ground",)]


RANK = {name: rank for rank, names in enumerate(order()) for name in names}


def module_of(path: str) -> str:
    """"harborlight.ground.people.models" → "people"; empty outside the house."""
    words = path.split(".")
    if words[0] != "harborlight" or len(words) < 2:
        return ""
    return words[2] if words[1] == "ground" and len(words) > 2 else words[1]


def may_use(user: str, used: str) -> bool:
    """Whether ``user`` may name ``used``: itself, or a module strictly below."""
    return user == used or RANK[used] > RANK[user]


def our_models() -> list[type[Model]]:
    """Every model of the house, with those Django makes for many-to-many relations."""
    return [model for model in apps.get_models(include_auto_created=True) if module_of(model.__module__)]


def python_files(*parts: str) -> list[Path]:
    """Every Python file of the package whose path has one of these parts; all of them without parts."""
    files = sorted(file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts)
    return [file for file in files if not parts or any(part in (*file.parts[:-1], file.stem) for part in parts)]


@dataclass(frozen=True)
class Route:
    """One URL pattern: its full route, its name with namespaces, its view and its converters."""

    path: str
    name: str
    view: object
    converters: dict[str, object]

    def __str__(self) -> str:
        return f"/{self.path} ({self.name or 'without a name'})"


def routes(urlconf: str | None = None) -> list[Route]:
    """Every URL pattern of a URL configuration, flattened."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", "", {}))


def _walk(
    patterns: list[URLPattern | URLResolver], path: str, space: str, converters: dict[str, object]
) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        known = {**converters, **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inside, known)
        else:
            yield Route(here, space + (pattern.name or ""), pattern.callback, known)
