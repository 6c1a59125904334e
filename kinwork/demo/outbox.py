"""Letters that the demo's SMTP sink caught: `.eml` files in DATA_DIR/outbox."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = "outbox"
SHOWN = 200


@dataclass(frozen=True)
class Letter:
    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    body: str


def letters(data_dir: Path) -> list[Letter]:
    """The newest letters first, at most SHOWN."""
    files = (data_dir / FOLDER).glob("*.eml")
    newest = sorted(files, key=lambda one: (one.stat().st_mtime, one.name), reverse=True)
    return [_read(one) for one in newest[:SHOWN]]


def letter(data_dir: Path, name: str) -> Letter | None:
    """One letter by its file's name; None for anything that is no letter of the outbox."""
    path = data_dir / FOLDER / name
    if path.parent != data_dir / FOLDER or path.suffix != ".eml" or not path.is_file():
        return None
    return _read(path)


def _read(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Letter(
        name=path.name,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=_text(message),
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    try:
        return part.get_content()
    except (LookupError, UnicodeError):  # an unknown or wrongly named character set
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
