"""Texts through a gateway that speaks HTTP: one JSON object in, one out.

Goes out: POST {"key", "to", "from", "text"} with `Authorization: Bearer ...` and `Idempotency-Key`.
Comes back: 2xx {"ref": "..."}: it will be sent, or was already, for this key. 408, 425, 429 and 5xx:
later, after Retry-After seconds. Anything else: never. States come back to /contact/texts/, signed.
"""

import http.client
import json
import ssl

from django.conf import settings

from kinwork.family.contact import calling, wire, words
from kinwork.family.contact.parcels import Answer, Parcel, accepted, permanent, temporary

PASSES = (408, 409, 425, 429)


class Gateway:
    """The provider of texts that settings.SMS_URL names."""

    def send(self, parcel: Parcel) -> Answer:
        to = wire.number(parcel.to)
        if not to:
            return permanent("no address")
        told = {
            "key": str(parcel.key),
            "to": to,
            "from": settings.SMS_FROM,
            "text": words.text_of(parcel),
        }
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_KEY}",
            "Idempotency-Key": str(parcel.key),
        }
        try:
            reply = calling.post(settings.SMS_URL, json.dumps(told).encode(), headers)
        except ssl.SSLError:
            return temporary("no answer")
        except (OSError, http.client.HTTPException):
            return temporary("no answer")
        return _answer(reply)


def _answer(reply: calling.Reply) -> Answer:
    if 200 <= reply.status < 300:
        return accepted(_ref(reply.body))
    if reply.status in (401, 403):
        return temporary("we are not let in", reply.wait)
    if reply.status in PASSES or reply.status >= 500:
        return temporary("busy", reply.wait)
    return permanent("refused")


def _ref(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("ref", "")) if isinstance(told, dict) else ""
