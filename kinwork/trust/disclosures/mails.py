"""The letter that carries an anchor out of the house."""

from django.utils.translation import gettext, override

from kinwork.accounts.mails import signed


def anchor(line: str, number: int, language: str) -> tuple[str, str]:
    """Subject and body; the line itself stands alone, so that it can be checked from the letter."""
    with override(language):
        subject = gettext("Anchor of the audit trail: seal %(number)s") % {"number": number}
        why = gettext(
            "Keep this letter outside the machine that Kinwork runs on. Whoever checks the audit"
            " trail can compare it: kinwork audit verify --anchor FILE, where FILE is this letter"
            " as text. It holds no name and nothing about a family."
        )
    return subject, signed(f"{why}\n\n{line}")
