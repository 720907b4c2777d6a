"""A security key in software: makes passkeys and answers questions, honestly or as told."""

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Key:
    """One passkey on one device (WebAuthn level 2, ES256)."""

    host: str = "testserver"
    origin: str = "http://testserver"
    counter: int = 0
    id: bytes = field(default_factory=lambda: token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, question: str) -> str:
        """The answer to "make a passkey"."""
        client = self._client("webauthn.create", question)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(with_key=True)})
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(attestation)})

    def sign(self, question: str) -> str:
        """The answer to "is it you"."""
        client, data = self._client("webauthn.get", question), self._data()
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({
            "clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature),
        })

    def _client(self, kind: str, question: str) -> bytes:
        asked: dict[str, Any] = json.loads(question)["publicKey"]
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _data(self, *, with_key: bool = False) -> bytes:
        flags = 0x01 | 0x04 | (0x40 if with_key else 0)
        data = hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.counter)
        return data + (b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + self._public() if with_key else b"")

    def _public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor.encode({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps({
            "id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {},
            "response": response,
        })
