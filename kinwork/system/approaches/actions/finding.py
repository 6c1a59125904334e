"""An approach is found, judged against what the study asks for, and selected for a profile."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.library.codes.states import STATES
from kinwork.system.approaches import rules
from kinwork.system.approaches.actions.shared import moving, refused, said, step
from kinwork.system.approaches.models import Approach


@transaction.atomic
def find(
    *,
    community: Community,
    name: str,
    level: str,
    found_in: str,
    found_on: date,
    place: str = "",
    about: str = "",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Approach:
    """found_in, found_on: the public source, and the day of it. form_id: a form sent twice makes one."""
    verb = "find"
    require(by)
    check(by, f"approaches.{verb}")
    if form_id and (before := Approach.objects.filter(pk=form_id).first()):
        return before
    if not (name.strip() and found_in.strip()) or level not in rules.LEVELS:
        raise refused(verb, _("Say its name, its level, and where it was found."))
    if place and place not in STATES:
        raise refused(verb, _("A state is written as two letters, such as AZ."))
    if found_on > today(community, at):
        raise refused(verb, _("This day has not come yet."))
    same = {"community": community, "name": name.strip(), "level": level, "place": place}
    if Approach.objects.filter(**same).exists():
        raise refused(verb, _("This approach is in the registry already."))
    told = {"about": about.strip(), "found_in": found_in.strip(), "found_on": found_on}
    row = Approach.objects.create(id=form_id or new_id(), found_at=at, **same, **told)
    return step(verb, row, by, at)


@transaction.atomic
def judge(*, approach: Approach, meets: bool, why: str, by: Actor, at: datetime) -> Approach:
    """Whether it meets what the study asks for, and why."""
    move = "meet" if meets else "miss"
    row = moving("judge", move, approach, by)
    return step("judge", row, by, at, said("judge", why), move=move)


@transaction.atomic
def select(*, approach: Approach, why: str, by: Actor, at: datetime) -> Approach:
    """It is selected for a profile: why this one."""
    row = moving("select", "select", approach, by)
    return step("select", row, by, at, said("select", why))
