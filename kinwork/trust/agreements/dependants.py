"""Reads for relying.py: who is bound by what now, and what another agreement carries too."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.accounts.models import Agency, Membership
from kinwork.accounts.queries import open_at
from kinwork.trust.access.rules import ROLE_CLASSES
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.models import Agreement, Nation, Party
from kinwork.trust.agreements.queries import in_force, still


def bound(row: Agreement, now: datetime) -> list[Party]:
    """Its parties that have signed and not left, whatever the state of the agreement."""
    found = row.parties.filter(still(now), starts__lte=now).select_related("agency")
    return list(found.order_by("agency__name"))


def bound_by_others(row: Agreement, agencies: Iterable[UUID], now: datetime, **kind) -> set[UUID]:
    """Which of these agencies another agreement in force binds now; `kind`: of this sort."""
    others = Agreement.objects.filter(in_force(now), **kind).exclude(pk=row.pk)
    found = Party.objects.filter(
        still(now), agency__in=list(agencies), starts__lte=now, agreement__in=others
    )
    return set(found.values_list("agency_id", flat=True))


def readers(agencies: Iterable[UUID], community: UUID, now: datetime) -> int:
    """How many people there have a role that reads records of families."""
    found = Membership.objects.filter(
        open_at(now),
        agency__in=list(agencies),
        community=community,
        role__in=list(ROLE_CLASSES),
        user__is_active=True,
    )
    return found.values("user").distinct().count()


def sharing(agencies: Iterable[UUID], now: datetime) -> list[Agreement]:
    """Data-sharing agreements in force by which one of these shares what it owns."""
    owners = Party.objects.filter(still(now), agency__in=list(agencies), starts__lte=now)
    found = Agreement.objects.filter(
        in_force(now), kind="data-sharing", parties__in=owners.exclude(role="recipient")
    )
    return list(found.distinct().order_by("title", "pk"))


def memoranda(but: Agreement | None, now: datetime) -> list[set[UUID]]:
    """Who is bound together by each memorandum of understanding that is in force, other than `but`."""
    found = Agreement.objects.filter(in_force(now), kind="mou")
    found = found.exclude(pk=but.pk) if but is not None else found
    together: dict[UUID, set[UUID]] = {}
    parties = Party.objects.filter(still(now), agreement__in=found, starts__lte=now)
    for pact, agency in parties.values_list("agreement", "agency"):
        together.setdefault(pact, set()).add(agency)
    return list(together.values())


def sides(row: Agreement, now: datetime) -> tuple[list[Party], set[UUID]]:
    """Who shares, and the recipients that are named; none: whoever shares a memorandum."""
    parties = bound(row, now)
    named = {one.agency_id for one in parties if one.role == "recipient"}
    return [one for one in parties if one.role != "recipient"], named


def names(agencies: Iterable[UUID]) -> list[str]:
    found = Agency.objects.filter(pk__in=list(agencies)).order_by("name")
    return list(found.values_list("name", flat=True))


def shared_otherwise(owner: UUID, row: Agreement, now: datetime) -> set[str]:
    """Classes that the owner shares for care by another agreement in force, with the same or more."""
    mine = Party.objects.filter(still(now), agency=owner, starts__lte=now).exclude(role="recipient")
    named = set(row.parties.filter(still(now), role="recipient").values_list("agency", flat=True))
    found = Agreement.objects.filter(
        in_force(now), kind="data-sharing", purposes__contains=["care"], parties__in=mine
    )
    classes: set[str] = set()
    for other in found.exclude(pk=row.pk).distinct():
        theirs = other.parties.filter(still(now), role="recipient")
        theirs = set(theirs.values_list("agency", flat=True))
        if not theirs or (named and named <= theirs):
            classes |= set(other.classes)
    return classes


def nations_among(agencies: Iterable[UUID]) -> set[UUID]:
    found = Nation.objects.filter(pk__in=list(agencies))
    return set(found.values_list("pk", flat=True))


def sent_to_parties(row: Agreement) -> tuple[int, int]:
    """Open referrals to its parties: whose receiver takes part now, and whose does no more. For
    whoever convenes or coordinates; else none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE bound), count(*) FILTER (WHERE NOT bound)"
            " FROM kw_sent_to_parties(%s)",
            [row.pk],
        )
        return cursor.fetchone()


def next_version(row: Agreement) -> Agreement | None:
    """The one that is being written or signed."""
    found = Agreement.objects.filter(series=row.series, version__gt=row.version)
    return found.filter(state__in=rules.UNSIGNED).order_by("-version").first()
