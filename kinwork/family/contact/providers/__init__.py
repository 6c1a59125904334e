"""Who carries a message: one provider a channel, each `send(parcel) -> Answer`.

A provider is called outside of any transaction. It never raises: what went wrong is its answer.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from kinwork.family.contact.parcels import Answer, Parcel, temporary
from kinwork.family.contact.providers import endpoint, letters

log = logging.getLogger(__name__)


def send(parcel: Parcel) -> Answer:
    """Hand it over. Whatever breaks in a provider of ours is a reason to try again, and is logged."""
    try:
        return _provider(parcel)(parcel)
    except Exception:
        log.exception("the provider of %s broke", parcel.channel)
        return temporary("broken")


def _provider(parcel: Parcel) -> Callable[[Parcel], Answer]:
    if parcel.kind == "webhook":
        return endpoint.send
    if parcel.channel == "text":
        return import_string(settings.SMS_BACKEND)().send
    return letters.send
