"""Writes docs/reference/ from the program: ``python ops/write_reference.py``; with --check it only says what is old."""

import sys
from collections.abc import Callable
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / "src"))

from harborlight.ground.access.permissions import Permission  # noqa: E402
from harborlight.ground.access.roles import ROLES, Reach, Role  # noqa: E402
from harborlight.respond.core.states import page  # noqa: E402
from harborlight.respond.states import TABLES  # noqa: E402

REACH = {
    Reach.OWN: "records they made or were given",
    Reach.AGENCY: "records related to their agency",
    Reach.NONE: "no record of a child",
}


def permissions() -> str:
    """Every role and permission as two tables."""
    roles = list(ROLES)
    lines = [
        "# Who may do what",
        "",
        "Drawn from `src/harborlight/ground/access/roles.py` by `python ops/write_reference.py`. A permission says",
        "what a role may do; which records it meets is decided by relations, and each page says why it is shown.",
        "",
        "| role | who | meets |",
        "|---|---|---|",
        *(f"| {role} | {ROLES[role].description} | {REACH[ROLES[role].reach]} |" for role in roles),
        "",
        "| permission | " + " | ".join(roles) + " |",
        "|---|" + "---|" * len(roles),
        *(f"| {permission} | {' | '.join(_cell(permission, role) for role in roles)} |" for permission in Permission),
        "",
        "One member may not hold both administrator or auditor and a role that meets children's records.",
    ]
    return "\n".join(lines) + "\n"


def _cell(permission: Permission, role: Role) -> str:
    return "yes" if permission in ROLES[role].permissions else ""


def states() -> str:
    """The tables of states of the response, with their pictures."""
    return page(TABLES)


PAGES: dict[str, Callable[[], str]] = {"permissions.md": permissions, "states.md": states}


def main() -> int:
    """Exit code 1 with --check when a page is not what the program says."""
    folder = HOME / "docs" / "reference"
    now = {path.name: path.read_text() for path in folder.glob("*.md")}
    old = [name for name, text in PAGES.items() if now.get(name) != text()]
    if "--check" in sys.argv:
        for name in old:
            print(f"docs/reference/{name} is not what the program says. Run python ops/write_reference.py.")
        return 1 if old else 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in old:
        (folder / name).write_text(PAGES[name]())
        print(f"docs/reference/{name} written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
