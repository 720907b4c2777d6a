"""``python -m harborlight.project.lint_pages``: every template, style sheet and script of the house, by its rules."""

import sys

from harborlight.ground.ui.lint import lint_assets, lint_templates
from harborlight.project import place


def main() -> int:
    """Exit code 1 when a rule is broken, each with its place and what to do instead."""
    home = place.home()
    package = home / "src" / "harborlight"
    faults = [*lint_templates([package]), *lint_assets([package])]
    for fault in faults:
        print(fault.removeprefix(f"{home}/"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
