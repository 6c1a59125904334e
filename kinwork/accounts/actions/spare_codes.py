"""Spare codes of the second step: shown once, kept as slow salted hashes, each good for one use.

They are made at the very moment when they are shown, so no readable code ever lies anywhere. A
code's first digit says which hash is asked; the nine others are random. allauth would keep them
encrypted instead, all readable with SECRET_KEY: `install` puts this class in its place.
"""

import secrets
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

MANY = 10
DIGITS = 10
USED = ""
HIDDEN = "*" * DIGITS


def new_codes() -> list[str]:
    """Ten codes of ten digits, the first digit of each its place."""
    return [f"{place}{secrets.randbelow(10**9):09}" for place in range(MANY)]


def spoken(code: str) -> str:
    """A code as it is shown: `31234 56789`."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


class SpareCodes(auth.RecoveryCodes):
    """What allauth asks of its own class; kept are `hashes` (a used one is empty)."""

    _shown: tuple[str, ...] = ()

    @classmethod
    def activate(cls, user: AbstractBaseUser) -> "SpareCodes":
        """The right to see ten codes once; the codes themselves are made then."""
        kind = Authenticator.Type.RECOVERY_CODES
        found = Authenticator.objects.filter(user_id=user.pk, type=kind).first()
        if found is None:
            found = Authenticator.objects.create(user=user, type=kind, data={"hashes": []})
        return cls(found)

    @transaction.atomic
    def mark_as_viewed(self) -> None:
        """Makes the codes, for `get_unused_codes` of this very object to show."""
        self._lock()
        if self.did_view:
            return
        codes = new_codes()
        hashes = [make_password(code) for code in codes]
        self.instance.data = {"hashes": hashes, "viewed_at": time.time()}
        self.instance.save(update_fields=["data"])
        self._shown = tuple(spoken(code) for code in codes)

    def get_unused_codes(self) -> list[str]:
        """The codes where they were made just now; else one hidden line for each that is left."""
        return list(self._shown) or [HIDDEN for one in self._hashes if one != USED]

    @transaction.atomic
    def validate_code(self, code: str) -> bool:
        """Is it one of the codes, unused? Then it is used now."""
        typed = "".join(sign for sign in code if sign not in " -")
        if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
            return False
        self._lock()
        place = int(typed[0])
        if place >= len(self._hashes) or not check_password(typed, self._hashes[place]):
            return False
        self._hashes[place] = USED
        self.instance.save(update_fields=["data"])
        return True

    def generate_codes(self) -> list[str]:
        """None: only hashes are kept, so nothing of allauth's that asks for readable codes finds one."""
        return []

    @property
    def _hashes(self) -> list[str]:
        return self.instance.data.get("hashes", [])

    def _lock(self) -> None:
        self.instance = Authenticator.objects.select_for_update().get(pk=self.instance.pk)


def install() -> None:
    """allauth names no setting for this: it takes the class from these two modules."""
    auth.RecoveryCodes = flows.RecoveryCodes = SpareCodes
