"""Passwords that anybody here would guess: made of the names of this site, of its communities and
agencies, of roles, and of a year. docs/explanation/security.md says which words are listed."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kinwork.accounts.models import ROLE_NAMES, Agency
from kinwork.common.models import Community

OURS = ("kinwork", "password", "contrasena", "welcome", "bienvenida", "bienvenido", "admin")
SHORTEST, LEAST = 4, 6  # letters of a word that is listed; letters that must be somebody's own


class LocalWords:
    """Refuses what leaves fewer than LEAST letters when the words from here are taken out."""

    def validate(self, password: str, user: Any = None) -> None:
        whole = left = letters(password)
        for word in sorted(words(), key=len, reverse=True):
            left = left.replace(word, "")
        if left != whole and len(left) < LEAST:
            raise ValidationError(self.get_help_text(), code="password_local_words")

    def get_help_text(self) -> str:
        return _("Do not make it of names from here, like that of your agency or your county.")


def words() -> set[str]:
    """Every listed word, as its letters alone."""
    names = [*OURS, *ROLE_NAMES]
    names += Agency.objects.values_list("name", flat=True)
    for name, county in Community.objects.values_list("name", "county"):
        names += [name, county]
    parts = {letters(part) for name in names for part in name.split()}
    return {part for part in parts if len(part) >= SHORTEST}


def letters(text: str) -> str:
    """Its letters: small, without accents, digits or signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalpha())
