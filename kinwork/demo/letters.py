"""Letters of the told past, laid into the demo's outbox with the date on which they left."""

import os
import time
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from kinwork.demo.outbox import FOLDER

KEPT_DAYS = 45  # the outbox page shows the newest; older letters were long thrown away


class Backend(BaseEmailBackend):
    """Instead of SMTP, whose sink would stamp all letters with today."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        sent = 0
        for message in email_messages:
            sent += 1
            _lay(message)
        return sent


def _lay(message: EmailMessage) -> None:
    at = timezone.now().timestamp()
    if time.time() - at > KEPT_DAYS * 86400:
        return
    folder = settings.DATA_DIR / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{int(at * 1e9)}-{len(os.listdir(folder))}.eml"
    path.write_bytes(message.message().as_bytes())
    os.utime(path, (at, at))
