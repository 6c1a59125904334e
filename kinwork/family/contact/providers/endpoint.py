"""An agency's own endpoint: the envelope as JSON, signed, over TLS, to a host that the operator named.

A redirect is not followed: whoever moved sets the new address. 410 means: never again.
"""

import http.client
import json
import ssl
import time

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import calling, signing
from kinwork.family.contact.models import Endpoint
from kinwork.family.contact.parcels import Answer, Parcel, accepted, permanent, temporary


def send(parcel: Parcel) -> Answer:
    secret = _secret(parcel)
    if not secret:
        return permanent("secret gone")
    body = json.dumps(parcel.said, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": str(parcel.key),
        signing.HEADER: signing.sign(secret, body, int(time.time())),
    }
    try:
        signing.must_be_allowed(parcel.to)
        reply = calling.post_outside(parcel.to, body, headers)
    except ssl.SSLCertVerificationError:  # a ValueError, too
        return temporary("certificate")
    except (ValueError, calling.Inside):
        return permanent("not allowed")
    except (OSError, http.client.HTTPException):
        return temporary("no answer")
    return _answer(reply)


def _secret(parcel: Parcel) -> str:
    with acting_as(clock(parcel.delivery)):
        found = Endpoint.objects.filter(agency=parcel.agency, url=parcel.to, off_at=None).first()
    return signing.known_secret(found.salt, found.secret_hash) if found else ""


def _answer(reply: calling.Reply) -> Answer:
    if 200 <= reply.status < 300:
        return accepted()
    if 300 <= reply.status < 400:
        return permanent("redirect")
    if reply.status in (408, 409, 425, 429) or reply.status >= 500:
        return temporary("busy", reply.wait)
    return permanent("refused")
