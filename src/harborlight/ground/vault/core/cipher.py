"""Sealing, wrapping and blind indexes. Pure: keys are passed in, nothing is stored.

AES-256-GCM with a random 96-bit nonce; RFC 3394 AES key wrap; HMAC-SHA-256 for indexes. Sizes are bytes.
"""

import hashlib
import hmac
import os
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

MARK = b"HL1"  # format version: a later cipher gets a later mark and old text stays readable
NONCE = 12
KEY = 32
INDEX = 16


class Unreadable(Exception):
    """Sealed text could not be opened: wrong key, destroyed key, wrong place, or changed bytes."""


def fresh_key() -> bytes:
    """A new random 32-byte key."""
    return os.urandom(KEY)


def wrap(key: bytes, *, under: bytes) -> bytes:
    """``key`` (32 bytes) wrapped by ``under`` (32 bytes): 40 bytes."""
    return aes_key_wrap(under, key)


def unwrap(wrapped: bytes, *, under: bytes) -> bytes:
    """The key inside ``wrapped``. Raises Unreadable when ``under`` is not the key that wrapped it."""
    try:
        return aes_key_unwrap(under, wrapped)
    except (InvalidUnwrap, ValueError) as error:
        raise Unreadable("The key cannot be unwrapped.") from error


def seal(text: str, *, key: bytes, place: str) -> bytes:
    """``text`` encrypted and bound to ``place`` ("table.column:rowid")."""
    return seal_bytes(text.encode(), key=key, place=place)


def unseal(blob: bytes, *, key: bytes, place: str) -> str:
    """The text inside ``blob``. Raises Unreadable when key, place or bytes are not the ones it was sealed with."""
    try:
        return unseal_bytes(blob, key=key, place=place).decode()
    except UnicodeDecodeError as error:
        raise Unreadable("This is sealed content, not text.") from error


def seal_bytes(content: bytes, *, key: bytes, place: str) -> bytes:
    """``content`` encrypted in the same format as text, and bound to ``place`` alike. Adds 31 bytes."""
    nonce = os.urandom(NONCE)
    return MARK + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal_bytes(blob: bytes, *, key: bytes, place: str) -> bytes:
    """The content inside ``blob``. Raises Unreadable like ``unseal``."""
    blob = bytes(blob)
    if not is_sealed(blob):
        raise Unreadable("This was not sealed here.")
    nonce, body = blob[len(MARK) : len(MARK) + NONCE], blob[len(MARK) + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode())
    except InvalidTag as error:
        raise Unreadable("What is sealed does not belong here or was changed.") from error


def is_sealed(blob: bytes) -> bool:
    """Whether ``blob`` has the shape of sealed text (mark, nonce, 16-byte tag)."""
    return bytes(blob[: len(MARK)]) == MARK and len(blob) >= len(MARK) + NONCE + 16


def normalize(text: str) -> str:
    """Text as it is compared: accents and case dropped, white space folded, punctuation of names removed."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in kept).split())


def blind_index(text: str, *, key: bytes, purpose: str) -> bytes:
    """16 bytes that are equal for equal normalized text, under a key of their own for each ``purpose``."""
    own = HKDF(hashes.SHA256(), KEY, salt=None, info=b"harborlight index " + purpose.encode()).derive(key)
    return hmac.new(own, normalize(text).encode(), hashlib.sha256).digest()[:INDEX]
