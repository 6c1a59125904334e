"""Ids that stay the same from import to import. Pure."""

import re
from uuid import UUID, uuid5

SPACE = UUID("0f6ba1f2-2f0c-5a67-9a43-4f1d6f3f3c11")
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.I)


def ident(source: str, thing: str, old: str, table: str = "") -> UUID:
    """`old` itself when it is a UUID; else the UUIDv5 of source, object and old id.

    table: given for a second table of the same object, whose ids would fall on the first one's.
    """
    if not table and _UUID.match(old):
        return UUID(old)
    return made(source, thing, table, old)


def made(*parts: str) -> UUID:
    return uuid5(SPACE, "\x1f".join(parts))
