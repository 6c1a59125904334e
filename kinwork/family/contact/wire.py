"""What a text costs, and how phone numbers and addresses are written alike."""

import hashlib
import math

import phonenumbers

# GSM 03.38: one sign each, and those of its extension, which count twice.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = set("^{}\\[~]|€\f")
REGION = "US"


def segments(text: str) -> tuple[str, int, int]:
    """(alphabet, length in its units, how many texts the phone company counts)."""
    if set(text) <= GSM | TWICE:
        units = sum(2 if sign in TWICE else 1 for sign in text)
        return "GSM-7", units, 1 if units <= 160 else math.ceil(units / 153)
    units = len(text.encode("utf-16-be")) // 2
    return "UCS-2", units, 1 if units <= 70 else math.ceil(units / 67)


def number(said: str) -> str:
    """A phone number as the world writes it (+15205550142); `` for what is none."""
    try:
        found = phonenumbers.parse(said, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found) or found.extension:
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def address_hash(channel: str, value: str) -> str:
    """The same for one address however it was written; nothing to read it back from."""
    if channel in ("text", "phone"):
        kind, plain = "phone", number(value) or "".join(filter(str.isdigit, value))
    else:
        kind, plain = channel, value.strip().casefold()
    return hashlib.sha256(f"kinwork:{kind}:{plain}".encode()).hexdigest()
