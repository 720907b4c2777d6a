"""The recovery key: what an agency keeps on paper so that lost keys can be made again. Pure.

The data folder's keys are wrapped (AES-256-GCM) into ``keys.recovery``, a file that may lie in every backup; the
recovery key that opens it is shown once and kept on paper. It is derived from the master key and the file's salt, so
that it is stored nowhere.

On paper it has eight rows of eight signs. Each row holds four bytes of the key and one of check, so that a mistyped
row is named.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from harborlight.ground.accounts.core import codes

MARK = "harborlight recovery 1"
KEY = 32  # bytes
SALT = 16
ROWS = 8
ROW_BYTES = 4
ROW_SIGNS = 8


class Misread(ValueError):
    """The typed recovery key, or the file, is not right. The text says which row, or what to look for."""


def fresh_salt() -> bytes:
    """Random bytes that make a recovery key of their own."""
    return secrets.token_bytes(SALT)


def derive(master: bytes, salt: bytes) -> bytes:
    """The recovery key (32 bytes) that belongs to this master key and this salt."""
    return HKDF(hashes.SHA256(), KEY, salt=salt, info=MARK.encode()).derive(master)


def rows(key: bytes) -> list[str]:
    """The key as it is printed: eight rows of eight signs in two groups."""
    return [_row(number, part) for number, part in enumerate(_parts(key), 1)]


def read(typed: str) -> bytes:
    """The key from what was typed. Raises Misread and names the first row that is wrong."""
    signs = codes.read(typed)
    if len(signs) != ROWS * ROW_SIGNS:
        raise Misread(f"A recovery key has {ROWS * ROW_SIGNS} letters and digits; this has {len(signs)}.")
    key = b""
    for number in range(1, ROWS + 1):
        key += _read_row(number, signs[(number - 1) * ROW_SIGNS : number * ROW_SIGNS])
    return key


def same_row(key: bytes, number: int, typed: str) -> bool:
    """Whether row ``number`` (from 1) was typed back as it stands on paper."""
    return codes.read(rows(key)[number - 1]) == codes.read(typed)


def wrap(keys: Mapping[str, str], *, recovery: bytes, salt: bytes) -> str:
    """The text of ``keys.recovery``: ``keys`` encrypted under the recovery key."""
    nonce = secrets.token_bytes(12)
    inside = AESGCM(recovery).encrypt(nonce, json.dumps(dict(keys), sort_keys=True).encode(), MARK.encode())
    return json.dumps({"format": MARK, "salt": salt.hex(), "nonce": nonce.hex(), "keys": inside.hex()}, indent=1)


def unwrap(text: str, *, recovery: bytes) -> dict[str, str]:
    """The keys inside ``keys.recovery``. Raises Misread for another key or a changed file."""
    try:
        file = json.loads(text)
        inside = AESGCM(recovery).decrypt(bytes.fromhex(file["nonce"]), bytes.fromhex(file["keys"]), MARK.encode())
        return {str(name): str(value) for name, value in json.loads(inside).items()}
    except InvalidTag as error:
        raise Misread("This recovery key does not open this keys.recovery. Is it of another installation?") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Misread("keys.recovery is damaged. Take it from another backup.") from error


def _parts(key: bytes) -> list[bytes]:
    return [key[start : start + ROW_BYTES] for start in range(0, KEY, ROW_BYTES)]


def _row(number: int, part: bytes) -> str:
    return codes.grouped(codes.written(int.from_bytes(part + _check(number, part)), ROW_SIGNS))


def _read_row(number: int, signs: str) -> bytes:
    try:
        part = codes.number_of(signs).to_bytes(ROW_BYTES + 1)
    except ValueError:
        part = b""
    if not part or part[ROW_BYTES:] != _check(number, part[:ROW_BYTES]):
        raise Misread(f"Row {number} is not as printed. Look at it again, sign by sign.")
    return part[:ROW_BYTES]


def _check(number: int, part: bytes) -> bytes:
    # The row's number is in it: rows typed in another order are noticed.
    return hashlib.sha256(bytes([number]) + part).digest()[:1]
