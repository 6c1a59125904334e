"""How a family can be reached safely, and what was sent to it."""

from django.db import models

from kinwork.people.models import SubjectRow

CHANNELS = ("email", "phone", "text", "page", "mail")
STATES = ("waiting", "sent", "failed", "not safe")


class ContactPoint(SubjectRow):
    """A phone, an e-mail or a postal address, and whether a message there is safe.

    Never shown to a protected branch. Who has a confidential address has a "mail" row with the
    substitute address of the programme; the true one carries the label and stays where it is.
    """

    channel = models.CharField(max_length=10, choices=[(name, name) for name in CHANNELS])
    value = models.CharField(max_length=254)
    is_safe = models.BooleanField(default=True)
    safe_hours = models.CharField(max_length=200, blank=True)
    is_preferred = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)


class Message(SubjectRow):
    """One notice to the family, in its language. Neutral outside our page: no service, no name."""

    channel = models.CharField(max_length=10, choices=[(name, name) for name in CHANNELS])
    address = models.CharField(max_length=254, blank=True)
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    about = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(name, name) for name in STATES], default="waiting"
    )
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
