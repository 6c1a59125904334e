"""A community's own settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kinwork.accounts import rules
from kinwork.accounts.actions.changes import locked, tell
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.common.rules import DEFAULTS


def change_settings(
    *, community: Community, values: Mapping[str, Any], by: Actor, at: datetime
) -> list[str]:
    """Save those of `values` that differ; their names. A default is not kept as the community's own.

    Clocks that run already keep their end. Raises Impossible when a value is out of its limits.
    """
    require(by)
    one = locked(community)
    check(by, "accounts.change_settings", one)
    if wrong := rules.unfit(values):
        raise rules.Impossible(
            _("These cannot be saved as they are: %(names)s.") % {"names": ", ".join(wrong)}
        )
    changed = [name for name, value in values.items() if value != now(one)[name]]
    for name in changed:
        if name in DEFAULTS:
            _set(one.settings, name, values[name])
        else:
            setattr(one, name, values[name])
    if changed:
        one.save(update_fields=[*rules.PLACE_FIELDS, "settings"])
        tell("change_settings", one, changed, by=by, at=at)
    return changed


def now(community: Community) -> dict[str, Any]:
    """Every value as it stands: the community's own, else the default."""
    place = {name: getattr(community, name) for name in rules.PLACE_FIELDS}
    return place | {name: community.settings.get(name, DEFAULTS[name]) for name in DEFAULTS}


def _set(settings: dict[str, Any], name: str, value: int) -> None:
    if value == DEFAULTS[name]:
        settings.pop(name, None)
    else:
        settings[name] = value
