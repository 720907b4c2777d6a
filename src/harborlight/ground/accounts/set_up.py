"""Whether the installation is set up, and who may set it up.

On this machine itself, anybody who can open the page; from elsewhere, whoever holds the one-time code that
``./harborlight up`` prints. Once there is a host agency the wizard does not exist any more.
"""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from harborlight.ground.access.api import host_agency
from harborlight.ground.accounts.core import codes
from harborlight.ground.accounts.web import is_local

# What a browser needs to show the wizard at all.
OPEN_PATHS = ("/setup/", "/static/", "/look/")
CODE = 20  # signs of 5 bits: nothing to guess
_KEY = "set_up_code"
# Set-up is done once and never undone, so a yes is remembered; a no is asked again, another worker may have done it.
_known = {"done": False}


def is_done() -> bool:
    """Whether there is a host agency. No query once the answer is yes."""
    if not _known["done"]:
        _known["done"] = host_agency() is not None
    return _known["done"]


def code() -> str:
    """The one-time code. Derived from the folder's keys, so that it is stored nowhere; worthless once all is set up."""
    key = bytes.fromhex(settings.FOLDER.keys["session"])
    digest = hmac.new(key, b"harborlight set-up code", hashlib.sha256).digest()
    return codes.grouped(codes.written(int.from_bytes(digest), CODE))


def may(request: HttpRequest) -> bool:
    """Whether this visitor may set up: on this machine, or with the code."""
    return is_local(request) or bool(request.session.get(_KEY))


def admit(request: HttpRequest, typed: str) -> bool:
    """Let the visitor in when the code is right."""
    is_right = hmac.compare_digest(codes.read(typed).encode(), codes.read(code()).encode())
    if is_right:
        request.session[_KEY] = True
    return is_right
