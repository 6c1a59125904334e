"""Reads about a family's keys: the cards that were made for it, the ways
back and the locks of phones, and whether a visit is over."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.trust.access.models import FamilyClaim, FamilyPasskey, FamilyWay


def claims_of(household: UUID) -> list[FamilyClaim]:
    """Every card that was made for this family, the newest first."""
    found = FamilyClaim.objects.filter(household=household).order_by("-made_at")
    return list(found.select_related("agency")[:50])


def ways_of(household: UUID) -> list[FamilyWay]:
    """The links and codes by which somebody came back onto this page, the newest first."""
    found = FamilyWay.objects.filter(household=household, used_at__isnull=False)
    return list(found.order_by("-used_at")[:50])


def passkeys_of(household: UUID) -> list[FamilyPasskey]:
    """The locks of phones that open this page or did, the newest first, as far as one may see."""
    return list(FamilyPasskey.objects.filter(household=household).order_by("-made_at")[:50])


def is_shut_out(household: UUID, since: datetime | None) -> bool:
    """Did the family shut its page after a browser came onto it at `since`?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_shut_out(%s, coalesce(%s::timestamptz, '-infinity'))", [household, since]
        )
        return cursor.fetchone()[0]
