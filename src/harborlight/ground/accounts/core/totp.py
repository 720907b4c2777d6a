"""Time-based one-time codes, RFC 6238: SHA-1, six digits, steps of thirty seconds. Pure.

Each step is accepted once: the caller keeps the last accepted step and passes it in, so that a code seen over
a shoulder is worth nothing (CJIS IA-2(8), replay-resistant).
"""

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote

STEP = 30  # seconds
DIGITS = 6
SECRET = 20  # bytes, the length of a SHA-1 value (RFC 4226 section 4)
DRIFT = 1  # steps a member's phone may be ahead or behind (RFC 6238 section 5.2)


def fresh_secret() -> str:
    """A new secret in base32, as authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET)).decode()


def step_at(at: datetime) -> int:
    """The number of the step that holds this moment."""
    return int(at.timestamp()) // STEP


def code_of(secret: str, step: int) -> str:
    """The six digits of one step."""
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    (value,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(value & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def accepted_step(secret: str, typed: str, at: datetime, after: int = -1) -> int | None:
    """The step whose code was typed, if it lies around ``at`` and later than ``after``; else None."""
    digits = "".join(typed.split())
    now = step_at(at)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # Every step is compared, whatever was found: the answer's time tells nothing.
        same = hmac.compare_digest(code_of(secret, step).encode(), digits.encode())
        if same and step > after:
            found = step
    return found


def address(secret: str, *, issuer: str, login: str) -> str:
    """The ``otpauth://`` address that an authenticator app reads from a QR code."""
    label = quote(f"{issuer}:{login}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}"
