"""Who reads and writes the rows of the registry, as the database asks it."""

from django.conf import settings
from django.db import models

# Evaluators and whoever leads the backbone of the community write; analysts and viewers read.
STUDIES = (
    "kw_kind() = 'staff' AND (kw_role() = 'operator' OR"
    " (kw_role() IN ('backbone lead', 'evaluator') AND kw_active()"
    " AND {0}.community_id = kw_community()))"
)
READS = (
    "(kw_kind() = 'staff' AND (kw_role() = 'operator' OR"
    " (kw_role() IN ('backbone lead', 'evaluator', 'analyst', 'state viewer') AND kw_active()"
    " AND {0}.community_id = kw_community())))"
)
# A contact's link opens its own verification, and by it the one approach. {0} names its table: a bare
# approach_id would be the verification's own.
MY_LINK = "(kw_kind() = 'link' AND approaches_verification.id = kw_actor())"
BY_LINK = (
    "(kw_kind() = 'link' AND EXISTS"
    " (SELECT FROM approaches_verification v WHERE v.approach_id = {0} AND v.id = kw_actor()"
    " AND v.expires_at > kw_now()))"
)
OURS = STUDIES.format("approaches_approach")
SEEN_APPROACH = "EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id)"
STUDIED = (
    "EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id AND "
    + STUDIES.format("a")
    + ")"
)
# A coder reads the own answers; the other's only when both are done.
BOTH_DONE = (
    "kw_kind() = 'staff' AND EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id"
    " AND (approaches_coding.coder_id = kw_actor() OR a.coded >= 2))"
)
STAFF_SEES = "kw_kind() = 'staff' AND " + SEEN_APPROACH


def choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def somebody(**more) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)
