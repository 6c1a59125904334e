"""Text messages of the demo: what the gateway that sends nothing kept, as phones show it."""

import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from kinwork.demo.letters import KEPT_DAYS
from kinwork.family.contact import wire, words
from kinwork.family.contact.parcels import Answer, Parcel, accepted, permanent

FOLDER = "texts"
SHOWN = 200


@dataclass(frozen=True)
class Text:
    to: str
    at: datetime
    words: str


class Backend:
    """While the past is told, instead of the gateway, which would stamp all texts with today."""

    def send(self, parcel: Parcel) -> Answer:
        number = wire.number(parcel.to)
        if not number:
            return permanent("no address")
        at = timezone.now().timestamp()
        if time.time() - at <= KEPT_DAYS * 86400:
            folder = settings.DATA_DIR / FOLDER
            folder.mkdir(parents=True, exist_ok=True)
            told = {"key": str(parcel.key), "ref": "told", "to": number, "at": at}
            told["text"] = words.text_of(parcel)
            name = f"{int(at * 1e9)}-{len(os.listdir(folder))}.json"
            (folder / name).write_text(json.dumps(told))
        return accepted("told")


def texts(data_dir: Path, number: str = "") -> list[Text]:
    """The newest first, at most SHOWN; of one phone alone, if it is named."""
    files = sorted((data_dir / FOLDER).glob("[0-9]*.json"), reverse=True)
    found = (_read(json.loads(one.read_text())) for one in files)
    return [one for one in found if not number or one.to == number][:SHOWN]


def _read(told: dict[str, Any]) -> Text:
    return Text(told["to"], datetime.fromtimestamp(told["at"], UTC), told["text"])
