"""Who carries the words between a family and a worker, written down while it happens."""

from datetime import datetime

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.family.intake import rights  # noqa: F401  (declares the table)
from kinwork.family.intake.models import Draft, Interpreting


def record_interpreter(
    draft: Draft,
    *,
    language: str,
    kind: str,
    name: str = "",
    line: str = "",
    is_emergency: bool = False,
    is_asked_for: bool = False,
    by: Actor,
    at: datetime,
) -> Interpreting:
    """From now on this one interprets; the one before stays on record with their time.

    The database refuses a child outside an emergency, and an adult of the family whom the family
    did not ask for. The same again changes nothing.
    """
    require(by)
    check(by, "intake.record_interpreter", draft)
    said = {
        "language": language,
        "kind": kind,
        "name": name,
        "line": line,
        "is_emergency": is_emergency,
        "is_asked_for": is_asked_for,
    }
    now = Interpreting.objects.filter(draft=draft.pk, ended_at=None).first()
    if now and all(getattr(now, field) == value for field, value in said.items()):
        return now
    if now:
        now.ended_at = at
        now.save(update_fields=["ended_at"])
    made = Interpreting.objects.create(
        draft=draft.pk, agency_id=by.agency, user_id=by.id, at=at, **said
    )
    audit.record("intake.record_interpreter", made, by=by, at=at, draft=str(draft.pk))
    return made
