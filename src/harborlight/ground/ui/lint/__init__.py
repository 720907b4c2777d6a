"""The rules of README.md, held by ``./harborlight check``.

``lint_templates`` reads templates, ``lint_assets`` style sheets and scripts. Both take folders and answer
sentences of the form ``path:line: what is wrong and what to do instead``; an empty list means that all is well.
"""

from harborlight.ground.ui.lint.assets import lint_assets
from harborlight.ground.ui.lint.templates import lint_templates

__all__ = ["lint_assets", "lint_templates"]
