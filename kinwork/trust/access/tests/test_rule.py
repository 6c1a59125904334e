"""The rule in Python and the rule in SQL say the same, over every combination that matters."""

import itertools
from dataclasses import astuple, fields, replace

import pytest
from django.db import connection

from kinwork.people.rules import CLASSES
from kinwork.trust.access.rules import Grounds, decide

pytestmark = pytest.mark.django_db

KINDS = ("staff", "family", "draft", "link", "machine", "clock", "report", "visitor")
ROLES = (
    "intake worker",
    "navigator",
    "provider staff",
    "supervisor",
    "coordinator",
    "operator",
    "",
)
FLAGS = [field.name for field in fields(Grounds) if field.type in (bool, "bool")]


def worlds():
    for kind, role, sensitivity in itertools.product(KINDS, ROLES, CLASSES):
        base = Grounds(kind, role, "care", sensitivity, family_owned=True)
        for count in (0, 1):
            for on in itertools.combinations(FLAGS, count):
                yield replace(base, **dict.fromkeys(on, True))
        sharing = replace(base, active=True, party=True, consent=True, tie=True)
        for count in (1, 2):
            for off in itertools.combinations(FLAGS, count):
                yield replace(sharing, **{one: not getattr(sharing, one) for one in off})
        yield replace(sharing, purpose="statistics")


def test_sql_and_python_decide_alike():
    names = list(Grounds.__dataclass_fields__)
    all_worlds = list(worlds())
    columns = [list(column) for column in zip(*map(astuple, all_worlds), strict=True)]
    arrays = ", ".join(f"%s::{'text' if i < 4 else 'boolean'}[]" for i in range(len(names)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE kw_app")
        cursor.execute(
            f"SELECT kw_decide({', '.join(names)}) FROM unnest({arrays})"
            f" WITH ORDINALITY AS w({', '.join(names)}, n) ORDER BY n",
            columns,
        )
        found = [line for (line,) in cursor.fetchall()]
    differ = [w for w, line in zip(all_worlds, found, strict=True) if decide(w) != line]
    assert differ == []
    assert len(all_worlds) > 50_000


def test_a_strict_rule_permits_something_and_denies_by_default():
    assert decide(Grounds("staff", "navigator", "care", "means", True)) is None
    sharing = Grounds(
        "staff", "navigator", "care", "means", True, active=True, party=True, consent=True, tie=True
    )
    assert decide(sharing) == "shared"
    for missing in ("active", "party", "consent", "tie"):
        assert decide(replace(sharing, **{missing: False})) is None
    assert decide(replace(sharing, denied=True)) is None
    assert decide(replace(sharing, purpose="statistics")) is None
