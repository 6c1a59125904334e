"""Research projects: added, changed, taken in from a file."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.system.approaches import rules
from kinwork.system.approaches.actions.shared import refused
from kinwork.system.approaches.models import Project
from kinwork.system.approaches.rules import MOST_ROWS, About

_is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_project(
    *, community: Community, about: About, form_id: UUID | None = None, by: Actor, at: datetime
) -> Project:
    verb = "add_project"
    require(by)
    check(by, f"approaches.{verb}")
    if form_id and (before := Project.objects.filter(pk=form_id).first()):
        return before
    told = _told(verb, about)
    if Project.objects.filter(community=community, name=told["name"]).exists():
        raise refused(verb, _("A project of this name stands here already."))
    made = Project.objects.create(
        id=form_id or new_id(), community=community, made_at=at, changed_at=at, **told
    )
    audit.record(f"approaches.{verb}", made, by=by, at=at)
    return made


@transaction.atomic
def change_project(*, project: Project, about: About, by: Actor, at: datetime) -> Project:
    verb = "change_project"
    require(by)
    check(by, f"approaches.{verb}", project)
    row = Project.objects.select_for_update().filter(pk=project.pk).first()
    if row is None:
        raise refused(verb, _("This project is another community's."))
    told = _told(verb, about)
    same = Project.objects.filter(community=row.community_id, name=told["name"])
    if same.exclude(pk=row.pk).exists():
        raise refused(verb, _("A project of this name stands here already."))
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, told[name])
    row.changed_at = at
    row.save(update_fields=[*changed, "changed_at"])
    audit.record(f"approaches.{verb}", row, by=by, at=at, fields=changed)
    return row


@transaction.atomic
def import_projects(
    *, community: Community, rows: Iterable[About], by: Actor, at: datetime
) -> tuple[int, int]:
    """Each row of a file, by its name: added, or changed where one of that name stands here. All or none.
    How many were added, and how many changed."""
    verb = "import_projects"
    require(by)
    check(by, f"approaches.{verb}")
    told = list(rows)
    if not 0 < len(told) <= MOST_ROWS:
        raise refused(verb, _("A file holds one to 1,000 projects."))
    known = {one.name: one for one in Project.objects.filter(community=community)}
    added = changed = 0
    for about in told:
        before = known.get(about.name.strip())
        if before is None:
            made = add_project(community=community, about=about, by=by, at=at)
            known[made.name] = made
            added += 1
        elif _told(verb, about) != {name: getattr(before, name) for name in asdict(about)}:
            change_project(project=before, about=about, by=by, at=at)
            changed += 1
    audit.record(f"approaches.{verb}", community, by=by, at=at, added=added, changed=changed)
    return added, changed


def _told(verb: str, about: About) -> dict:
    """What it says, as it is stored. Raises Refused with what is missing."""
    told = asdict(about)
    for name in ("name", "who", "population"):
        told[name] = told[name].strip()
        if not told[name] or len(told[name]) > 300:
            raise refused(verb, _("Say what the project is called, who does it, and about whom."))
    for name in ("links", "programs", "kinds"):
        told[name] = list(dict.fromkeys(one.strip() for one in told[name] if one.strip()))
    if about.level not in rules.PROJECT_LEVELS or not set(told["kinds"]) <= set(rules.KINDS):
        raise refused(verb, _("Choose the level and the kinds from the list."))
    if any(len(one) > 200 for one in told["programs"]):
        raise refused(verb, _("The name of a program is too long."))
    ends = about.ends if about.ends is not None else about.starts
    if not rules.FIRST_YEAR <= about.starts <= ends <= rules.LAST_YEAR:
        raise refused(verb, _("Years run from the first to the last, such as 2018 to 2021."))
    for one in told["links"]:
        try:
            _is_address(one)
        except ValidationError as why:
            raise refused(verb, _("A link begins with https:// and leads to a page.")) from why
    return told
