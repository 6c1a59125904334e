"""An intake is begun, answered, put aside and finished. Each of them may be sent twice."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.intake import rights  # noqa: F401  (declares the table)
from kinwork.family.intake.actions import finishing
from kinwork.family.intake.actions.finishing import Finished
from kinwork.family.intake.merging import Clash, changed, marker, merge
from kinwork.family.intake.models import Draft
from kinwork.family.intake.rules import KIOSK_SWEPT
from kinwork.trust.access import actions as access


class Stale(Exception):
    """The form was drawn before somebody else changed the same answers. Nothing was saved.

    clashes: what has to be decided. changes: what else the form said. draft: as it stands now.
    """

    def __init__(self, clashes: list[Clash], changes: dict[str, Any], draft: Draft):
        super().__init__(", ".join(clash.key for clash in clashes))
        self.clashes, self.changes, self.draft = clashes, changes, draft


def begin(
    *,
    id: UUID,
    community: Community,
    door: str,
    language: str,
    by: Actor,
    at: datetime,
    household: UUID | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Draft:
    """A new draft with this id; the one that is there already when it was sent twice.

    household: a known family asks again; `answers` then carry what it has told before.
    """
    require(by)
    check(by, "intake.begin")
    draft = Draft(
        id=id,
        community=community,
        agency_id=by.agency,
        user_id=by.id if by.is_staff else None,
        door=door,
        language=language,
        answers=dict(answers or {}),
        began_at=at,
        changed_at=at,
        household=household,
    )
    if known := _begun_before(draft):
        check(by, "intake.begin", known)
        return known
    audit.record("intake.begin", draft, by=by, at=at, household=household, door=door)
    if door == "kiosk":
        later("intake.forget", draft.pk, at=at + timedelta(seconds=KIOSK_SWEPT))
    return draft


def answer(
    draft: Draft,
    *,
    version: int,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    browser: str = "",
    language: str = "",
) -> Draft:
    """Save some answers; None takes one out. `version`: the draft as the form was drawn from.

    browser: tells a family's two phones apart. language: what the family reads, where it changed.
    Raises Stale when somebody else changed one of them since, and the two differ.
    """
    require(by)
    draft = _locked(draft)
    check(by, "intake.answer", draft)
    if draft.finished_at:
        return draft
    who, mark = _who(by, browser), marker(_secret())
    merged = merge(draft.answers, draft.trail, changes, version=version, who=who, mark=mark)
    if merged.clashes:
        raise Stale(merged.clashes, merged.changes, draft)
    if not merged.changes and language in ("", draft.language):
        return draft
    _save(draft, merged.changes, who, at, language)
    audit.record(
        "intake.answer", draft, by=by, at=at, household=draft.household, keys=_kinds(merged.changes)
    )
    return draft


def _save(draft: Draft, changes: Mapping[str, Any], who: str, at: datetime, language: str) -> None:
    said, mark = {"who": who, "at": at.isoformat()}, marker(_secret())
    draft.version += 1
    draft.changed_at, draft.language = at, language or draft.language
    for key, value in changes.items():
        before, entry = draft.answers.get(key), draft.trail.get(key)
        draft.trail[key] = changed(entry, before, version=draft.version, mark=mark, **said)
        _set(draft.answers, key, value)
    draft.save(update_fields=["answers", "trail", "version", "changed_at", "language"])


def keep_place(draft: Draft, *, word: str, by: Actor, at: datetime) -> str:
    """A code to come back by, shown this once; it needs the word the family chose, for 30 days."""
    require(by)
    check(by, "intake.keep_place", draft)
    with acting_as(Actor("draft", draft.pk)) as itself:  # a known family's key opens the draft too
        code = access.make_key(
            draft=draft.pk, community=draft.community_id, word=word, by=itself, at=at
        )
    Draft.objects.filter(pk=draft.pk).update(kept_at=at)
    audit.record("intake.keep_place", draft, by=by, at=at)
    return code


def finish(draft: Draft, *, by: Actor, at: datetime, **how: Any) -> Finished:
    """Turn the answers into a family's record and send its referrals. A second time changes nothing.

    how: way, witness, signed_on, paper_at of `consent.give`. Raises Unfinished with what is still missing.
    """
    require(by)
    draft = _locked(draft)
    check(by, "intake.finish", draft)
    if draft.finished_at:
        return finishing.already(draft)
    return finishing.finish(draft, by=by, at=at, how=how)


def _begun_before(draft: Draft) -> Draft | None:
    """Saves a new draft; or gives the one that the same form began, even at the same moment.

    Raises Refused when the id is that of somebody else's draft.
    """
    if known := Draft.objects.filter(pk=draft.pk).first():
        return known
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        known = Draft.objects.filter(pk=draft.pk).first()
        if known is None:
            raise Refused("intake.begin", NOT_YOURS) from None
        return known
    return None


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def _set(answers: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        answers.pop(key, None)
    else:
        answers[key] = value


def _who(by: Actor, browser: str) -> str:
    """Workers are told apart by who they are, a family's phones by the browser."""
    return str(by.id) if by.is_staff else f"family {browser}".strip()


def _secret() -> bytes:
    return hashlib.sha256(b"intake trail" + settings.SECRET_KEY.encode()).digest()


def _kinds(changes: Mapping[str, Any]) -> list[str]:
    return sorted({key.partition(":")[0] for key in changes})
