"""The questions about a world that are no family row, and what the database answers to each.

`questions(world, actor)` throws their values; `ask(run, thrown)` puts them all in one statement.
"""

from collections.abc import Callable, Iterable
from random import Random

from kinwork.accounts.models import User
from kinwork.common.actor import Actor
from kinwork.trust.access.models import Tie
from tests.access.dice import BORN
from tests.access.worlds import World

# Question: the types of its values, and how it is put.
UUIDS = ("uuid",)
FORMS = {
    "coordinates": ((), "kw_coordinates()"),
    "works_for": (UUIDS, "kw_works_for(a)"),
    "signs_for": (UUIDS, "kw_signs_for(a)"),
    "is_officer_for": (UUIDS * 2, "kw_is_officer_for(a, b)"),
    "is_household": (UUIDS, "kw_is_household(a)"),
    "shares_home": (UUIDS, "kw_shares_home(a)"),
    "sees_household": (UUIDS, "kw_sees_household(a)"),
    "clock_for": (UUIDS, "kw_clock_for(a)"),
    "sees_subject": (UUIDS * 2, "kw_sees_subject(a, b)"),
    "sees_target": (("text", "uuid"), "kw_sees_target(a, b)"),
    "own_branch": (UUIDS, "kw_own_branch(a, NULL)"),
    "find_people": (
        ("text", "date", "uuid"),
        "c IN (SELECT kw_find_people(a::text[], b))",
    ),
    "kept_members": (UUIDS * 2, "b IN (SELECT kw_kept_members(a))"),
    "sees_tie": (UUIDS * 5, "kw_sees_tie(a, b, c, d, e)"),
    "opens_tie": ((*UUIDS * 4, "text", "uuid"), "kw_opens_tie(a, b, c, d, e, f)"),
    "closes_tie": (UUIDS * 4, "kw_closes_tie(a, b, c, d)"),
    "named_staff": (("text", "uuid", "uuid"), "kw_named_staff(a, b, c)"),
    "is_private": (UUIDS, "kw_is_private(a)"),
    "sees_envelope": (
        (*UUIDS * 5, "text", "text", "uuid"),
        "kw_sees_envelope(a, b, c, d, e, f, g, h)",
    ),
    "may_read_audit": (UUIDS * 4, "kw_may_read_audit(a, b, c, d)"),
    "may_write": (
        ("uuid", "uuid", "text", "uuid"),
        "kw_may_write(NULL, a, b, c, d, NULL, NULL, '{}')",
    ),
}
LETTERS = "abcdefgh"
STATES = ("draft", "awaiting consent", "recalled", "sent", "accepted")
SORTS = ("health", "sud", "safety")
NAMES = ("{}", "{zq}", "{zq,xn}", "{nobody}")
TIE_KINDS = ("intake", "assignment", "referral", "link", "glass")


def questions(world: World, actor: Actor) -> dict[str, list[tuple]]:
    """The same for the same world and place of the actor in it; others' values are among them."""
    dice = Random(world.seed * 100 + world.actors.index(actor))
    pick = dice.choice
    agencies = [one.pk for one in world.agencies]
    homes = [one.pk for one in world.households]
    persons = [one.pk for one in world.persons]
    users = [one.pk for one in world.made[User]]
    places = [one.pk for one in world.communities]
    works, ties = world.works, world.made[Tie]
    mine = lambda some: actor.hat if actor.hat and dice.random() < 0.5 else pick(some)  # noqa: E731
    stored = [
        (_key(one, "agency"), _key(one, "user"), _key(one, "household"), _key(one, "person"), one)
        for one in ties
    ]
    opened = [
        (mine((*agencies, None)), user, *subject, pick(TIE_KINDS), pick((*works, None)))
        for agency, user, *subject, _tie in stored
    ] + [
        (mine(agencies), None, *pick([(world.unknown, None), (None, pick(persons))]), kind, None)
        for kind in TIE_KINDS
    ]
    return {
        "coordinates": [()],
        "works_for": [(one,) for one in agencies],
        "signs_for": [(one,) for one in agencies],
        "is_officer_for": [(one, place) for one in agencies for place in (*places, homes[0])],
        **{
            name: [(one,) for one in (*homes, world.unknown)]
            for name in ("is_household", "shares_home", "sees_household", "clock_for")
        },
        "sees_subject": [(one, None) for one in persons] + [(None, one) for one in homes],
        "sees_target": [("household", one) for one in homes]
        + [("person", one) for one in persons]
        + [(kind, one) for one in works for kind in ("referral", "organization")],
        "own_branch": [(one,) for one in persons],
        "find_people": [
            (pick(NAMES), pick((None, *BORN)), one) for one in persons for _ in range(2)
        ],
        "kept_members": [(home, one) for home in homes for one in persons],
        "sees_tie": [
            (agency, user, home, one, tie.work) for agency, user, home, one, tie in stored
        ],
        "opens_tie": opened,
        "closes_tie": [(agency, *subject, tie.work) for agency, _u, *subject, tie in stored],
        "named_staff": [
            (sort, one, pick((actor.id, None, pick(users)))) for sort in SORTS for one in works
        ],
        "is_private": [(one,) for one in works],
        "sees_envelope": [
            (
                *(pick((actor.id, *works)), mine(agencies), mine(agencies), mine(homes)),
                *(pick(places), pick(STATES), pick(SORTS), pick((actor.id, None, pick(users)))),
            )
            for _ in range(24)
        ],
        "may_read_audit": [
            (pick((actor.id, None, *users)), mine(agencies), mine(homes), pick((*places, homes[0])))
            for _ in range(10)
        ],
        "may_write": [
            (mine((*agencies, None)) if owned else None, mine((*agencies, None)), sort, one)
            for one in persons
            for owned in (True, False)
            for sort in ("identity", pick(("health", "means", "plan")))
        ],
    }


def _key(row, name: str):
    return getattr(row, f"{name}_id")


def statement(names: Iterable[str]) -> str:
    """One statement for these questions; its values are one list for each place of each."""
    parts = []
    for name in names:
        types, call = FORMS[name]
        letters = ", ".join(LETTERS[: len(types)])
        lists = ", ".join(f"%s::{one}[]" for one in types)
        source = f" FROM unnest({lists}) WITH ORDINALITY AS t({letters}, n)" if types else ""
        parts.append(f"SELECT '{name}', {'n' if types else '1'}, coalesce({call}, false){source}")
    return " UNION ALL ".join(parts)


def ask(run: Callable, thrown: dict[str, list[tuple]]) -> set[tuple[str, int]]:
    """(question, number) of every yes. `run(sql, values)` gives the rows."""
    columns = [
        list(column)
        for name, values in thrown.items()
        for column in (zip(*values, strict=True) if FORMS[name][0] else ())
    ]
    return {(name, n) for name, n, yes in run(statement(thrown), columns) if yes}
