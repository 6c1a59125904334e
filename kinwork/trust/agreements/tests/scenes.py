"""Agreements as tests need them: drafted, in force, moved; and what is really stored."""

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.models import Agreement, Party

SIGNED = {"name": "Inés Duarte", "title": "Director", "authority": "Bylaws, article 4"}


def draft(cast, kind="mou", **said):
    with acting_as(cast.dana, now=cast.at):
        made = actions.make_agreement(
            community=cast.community,
            kind=kind,
            title="Together",
            starts=cast.at,
            by=cast.dana,
            at=cast.at,
            **said,
        )
        roles = ("provider", "recipient") if kind == "data-sharing" else ("party", "party")
        for agency, role in zip(("library", "clinic"), roles, strict=True):
            actions.name_party(
                agreement=made, agency=cast.agencies[agency], role=role, by=cast.dana, at=cast.at
            )
    return made


def in_force(cast, kind="mou", **said):
    made = draft(cast, kind, **said)
    do(cast, "submit", made)
    for party in parties(cast, made):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
    return fresh(cast, made)


def do(cast, verb, agreement, by=None, at=None, **said):
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(agreement=agreement, by=by, at=at, **said)


def parties(cast, agreement):
    with acting_as(cast.dana):
        return list(Party.objects.filter(agreement_id=agreement.pk).order_by("pk"))


def fresh(cast, agreement):
    with acting_as(cast.dana):
        return Agreement.objects.get(pk=agreement.pk)


def asked(cast, sql, *values, by=None):
    with acting_as(by or cast.dana, now=cast.later(minutes=1)), connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return cursor.fetchone()[0]
