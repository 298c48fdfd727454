"""The passkey for a room other machines can reach: made once, asked for ever after."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from podium.app.wording import say
from podium.core.errors import CannotRead, CannotWrite, Refused
from podium.system import files
from podium.web import forms, render
from podium.web.security import Guard

if TYPE_CHECKING:
    from podium.web.security import Keys

MOST_OPEN_CHALLENGES = 16


class Passkey(msgspec.Struct, frozen=True):
    """One passkey: its id, its public key and how often it says it was used."""

    id: bytes
    public_key: bytes
    count: int


class Door:
    """Lets in whoever holds the passkey of this room's name.

    The first passkey is made with the token the terminal printed. Once there is one, the token alone opens nothing.
    """

    def __init__(self, keys: Keys, name: str, origin: str, file: Path) -> None:
        """Guard `origin`, whose name is `name`; passkeys are kept in `file`, public halves only."""
        self.keys, self.name, self.origin, self.file = keys, name, origin, file
        self._challenges: dict[bytes, str] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """What answers before anybody is let in."""
        return [
            Route("/passkey", self.show),
            Route("/passkey/options", self.options, methods=["POST"]),
            Route("/passkey/answer", self.answer, methods=["POST"]),
        ]

    def known(self) -> list[Passkey]:
        """The passkeys of this name.

        Raises:
            CannotRead: the file is not as podium wrote it; nobody gets in then.
        """
        try:
            passkeys_by_name = json.loads(self.file.read_text(encoding="utf-8"))
            return [
                Passkey(_bytes(k["id"]), _bytes(k["public_key"]), int(k["count"]))
                for k in passkeys_by_name.get(self.name, [])
            ]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise CannotRead("the list of passkeys cannot be read", where=str(self.file)) from fault

    def show(self, request: Request) -> Response:
        """The page that makes the first passkey, or asks for it."""
        return render.page(request, "passkey.html", is_first=not self.known())

    def options(self, request: Request) -> Response:
        """A fresh challenge: to make a passkey for who shows the token, else to show the one there is."""
        passkeys = self.known()
        if not passkeys:
            if not self._shows_token(request, spends=False):
                raise Refused("the first passkey needs the address the terminal printed")
            registration_options = generate_registration_options(
                rp_id=self.name,
                rp_name="podium",
                user_name="you",
                user_id=b"podium",
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.PREFERRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
            )
            self._remember(registration_options.challenge, "make")
            return Response(options_to_json(registration_options), media_type="application/json")
        authentication_options = generate_authentication_options(
            rp_id=self.name,
            user_verification=UserVerificationRequirement.REQUIRED,
            allow_credentials=[PublicKeyCredentialDescriptor(id=passkey.id) for passkey in passkeys],
        )
        self._remember(authentication_options.challenge, "show")
        return Response(options_to_json(authentication_options), media_type="application/json")

    def answer(self, request: Request) -> Response:
        """Verify what the browser brought, and let it in."""
        answer_data = _object(request)
        try:
            challenge = base64url_to_bytes(str(answer_data.get("challenge", "")))
            with self._lock:
                kind = self._challenges.pop(challenge, "")
            if kind == "make" and not self.known() and self._shows_token(request, spends=True):
                self._make(answer_data["credential"], challenge)
            elif kind == "show":
                self._check(answer_data["credential"], challenge)
            else:
                raise Refused("this challenge was not asked for")
        except (WebAuthnException, KeyError, ValueError, TypeError) as fault:
            raise Refused("the passkey was not accepted") from fault
        return Guard.welcome_cookie(self.keys, JSONResponse({"to": self.keys.root + "/"}), is_secure=True)

    def _make(self, credential: Any, challenge: bytes) -> None:
        verification = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=self.name,
            expected_origin=self.origin,
            require_user_verification=True,
        )
        self._keep([Passkey(verification.credential_id, verification.credential_public_key, verification.sign_count)])

    def _check(self, credential: Any, challenge: bytes) -> None:
        passkey_by_id = {registered.id: registered for registered in self.known()}
        passkey = passkey_by_id[base64url_to_bytes(str(credential["id"]))]
        verification = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=self.name,
            expected_origin=self.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
        passkey_by_id[passkey.id] = Passkey(passkey.id, passkey.public_key, verification.new_sign_count)
        self._keep(list(passkey_by_id.values()))

    def _shows_token(self, request: Request, *, spends: bool) -> bool:
        token = str(_object(request).get("token", ""))
        return self.keys.spend(token) if spends else self.keys.is_right(token)

    def _remember(self, challenge: bytes, kind: str) -> None:
        with self._lock:
            while len(self._challenges) >= MOST_OPEN_CHALLENGES:
                del self._challenges[next(iter(self._challenges))]
            self._challenges[challenge] = kind

    def _keep(self, passkeys: list[Passkey]) -> None:
        try:
            passkeys_by_name = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}
            passkeys_by_name[self.name] = [
                {"id": _text(k.id), "public_key": _text(k.public_key), "count": k.count} for k in passkeys
            ]
            files.write(self.file, json.dumps(passkeys_by_name, indent=1))
        except (OSError, ValueError) as fault:
            raise CannotWrite(say("the passkey could not be kept"), where=str(self.file)) from fault


def _object(request: Request) -> dict[str, Any]:
    try:
        data = json.loads(forms.of(request).body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
