"""Every question and deed of the database that is none of the rule's own, stored as scenes."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from tests.access.deeds.glass import OF_GLASS
from tests.access.deeds.glass_deeds import DEEDS_OF_GLASS
from tests.access.deeds.grounds import DEEDS_OF_GROUNDS, OF_GROUNDS
from tests.access.deeds.keys import DEEDS_OF_KEYS, OF_KEYS
from tests.access.deeds.same import DEEDS_OF_SAME, OF_SAME
from tests.access.deeds.sent import OF_SENT
from tests.access.deeds.telling import Deed
from tests.access.deeds.ways import DEEDS_OF_WAYS, OF_WAYS
from tests.seeing import everything

OF_DEEDS = (*OF_GLASS, *OF_KEYS, *OF_GROUNDS, *OF_SENT, *OF_SAME, *OF_WAYS)
DEEDS = (*DEEDS_OF_GLASS, *DEEDS_OF_KEYS, *DEEDS_OF_GROUNDS, *DEEDS_OF_SAME, *DEEDS_OF_WAYS)


def stored(scenes) -> list:
    with everything():
        place = Community.objects.create(slug=f"deed-{new_id().hex[:8]}", name="D", state="AZ")
        return [one for asked in scenes for one in asked(place)]


def done(
    deed: Deed, run: Callable, acting: Callable[..., AbstractContextManager], nobody: Callable
) -> tuple:
    """What came of it: its answer, and what is found after. `run(sql, values)` gives one row."""
    with acting(deed.actor):
        answer = run(deed.sql, deed.values)
    with nobody():
        return (*answer, *run(deed.after, deed.told))
