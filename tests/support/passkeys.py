"""A passkey in Python: what a browser's authenticator answers to the options of a page."""

import json
import re
import secrets
from html import unescape

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "https://testserver"
PRESENT, HAS_KEY = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


def options_of(response) -> dict:
    """What the page asks the browser for."""
    found = re.search(r'data-passkey="([^"]+)"', response.content.decode())
    return json.loads(unescape(found.group(1)))["publicKey"]


class Passkey:
    """One key pair of one portal."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)

    def made_for(self, response, origin: str = ORIGIN, public_key=None) -> str:
        """The credential that adding it sends."""
        public_key = public_key or ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public_key)
        data = AuthenticatorData.create(sha256(b"testserver"), PRESENT | HAS_KEY, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        client_data = self._client_data("webauthn.create", options_of(response), origin)
        return self._sent({"clientDataJSON": client_data, "attestationObject": bytes(attestation)})

    def shown_for(self, response, origin: str = ORIGIN) -> str:
        """The credential that signing in with it sends."""
        client_data = self._client_data("webauthn.get", options_of(response), origin)
        data = AuthenticatorData.create(sha256(b"testserver"), PRESENT, 1)
        signature = self.key.sign(bytes(data) + sha256(client_data), ec.ECDSA(hashes.SHA256()))
        return self._sent({"clientDataJSON": client_data, "authenticatorData": bytes(data), "signature": signature})

    def _client_data(self, kind: str, options: dict, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()

    def _sent(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.id)
        encoded = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}}
        )
