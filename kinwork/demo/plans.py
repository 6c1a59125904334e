"""Families' plans: what they want in their own words, who does what, how far it came. Rosa's stands in the
pictures; of the others every third family that came in has one."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import before
from kinwork.demo.families import Family
from kinwork.demo.world import World
from kinwork.family.plans import actions
from kinwork.family.plans.actions import Doer, With
from kinwork.people.models import Household

EVERY, MANY = 3, 100
TALKS = {
    "en": (
        "Our child talks more",
        ("Fewer words", "The same words", "Two words together", "Short sentences", "Tells a story"),
        ("Read a picture book each night", "Go to story hour"),
    ),
    "es": (
        "Que Lucía hable más",
        (
            "Menos palabras que ahora",
            "Las mismas palabras",
            "Dos palabras juntas",
            "Frases cortas",
            "Cuenta un cuento",
        ),
        ("Leer un libro con dibujos cada noche", "Ir a la hora del cuento"),
    ),
}
HOME = {
    "en": (
        "A safe place for the baby to sleep",
        (
            "No bed of its own",
            "A borrowed bed",
            "Its own bed",
            "Its own bed, every night",
            "And we all sleep",
        ),
        ("Ask about a crib", "Make room beside our bed"),
    ),
    "es": (
        "Un lugar seguro para que duerma el bebé",
        (
            "Sin cama propia",
            "Una cama prestada",
            "Su cama",
            "Su cama, todas las noches",
            "Y todos dormimos",
        ),
        ("Preguntar por una cuna", "Hacer lugar junto a nuestra cama"),
    ),
}


def bring(world: World, families: Iterable[Family]) -> None:
    rosa, *others = families
    world.tell(before(world.end, 24, 10, 40), _rosas(world, rosa))
    # Of the many that came in: the few that stand for something have their own stories.
    for family in [one for one in others if one.door == "desk" and one.number >= MANY][::EVERY]:
        start = family.began + timedelta(days=21)
        if start < world.end - timedelta(days=5):
            world.tell(start, _a_plan(world, family))


def _at(world: World, family: Family) -> tuple[Actor, With]:
    """The worker who sits with the family, and the family beside them."""
    by = world.actors[family.worker]
    return by, With(on_behalf_of=family.caregiver.id, present=True)


def _begun(world: World, family: Family):
    by, _beside = _at(world, family)
    home = world.read(by, Household.objects.filter(pk=family.household).first)
    return world.do(by, actions.start, household=home) if home else None


def _a_plan(world: World, family: Family) -> Story:
    """As far as the worker may: a family that said no to the office, or moved on, has none."""
    with suppress(Refused):
        yield from _written(world, family)


def _written(world: World, family: Family) -> Story:
    """One goal and its steps; weeks later how far it is, and a review."""
    plan = _begun(world, family)
    if plan is None:
        return
    by, beside = _at(world, family)
    words, levels, steps = (TALKS if family.number % 2 else HOME)[
        "es" if family.language == "es" else "en"
    ]
    goal = world.do(by, actions.set_goal, plan=plan, words=words, levels=levels, whose=beside)
    first = world.do(by, actions.add_step, goal=goal, words=steps[0])
    mine = Doer("worker", user=by.id, agency=by.agency)
    day = world.today + timedelta(days=75)
    world.do(by, actions.add_step, goal=goal, words=steps[1], doer=mine, due_on=day)
    world.do(by, actions.plan_review, plan=plan, day=world.today + timedelta(days=90))
    yield world.at + timedelta(days=14)
    world.do(by, actions.move_step, step=first, verb="finish", whose=beside)
    yield world.at + timedelta(days=30)
    world.do(by, actions.rate_goal, goal=goal, level=family.number % 3 - 1, whose=beside)


def _rosas(world: World, rosa: Family) -> Story:
    """Begun with Ana at the library; Rosa goes on by herself, and lets the clinic see it."""
    plan = _begun(world, rosa)
    by, beside = _at(world, rosa)
    words, levels, steps = TALKS["es"]
    goal = world.do(by, actions.set_goal, plan=plan, words=words, levels=levels, whose=beside)
    read = world.do(by, actions.add_step, goal=goal, words=steps[0])
    mine = Doer("worker", user=by.id, agency=by.agency)
    soon = (world.end + timedelta(days=6)).date()
    world.do(by, actions.add_step, goal=goal, words=steps[1], doer=mine, due_on=soon)
    world.do(by, actions.plan_review, plan=plan, day=(world.end + timedelta(days=30)).date())
    yield world.at + timedelta(days=6)
    words, levels, steps = HOME["es"]
    bed = world.do(rosa.actor, actions.set_goal, plan=plan, words=words, levels=levels)
    world.do(rosa.actor, actions.add_step, goal=bed, words=steps[0])
    yield world.at + timedelta(days=8)
    world.do(rosa.actor, actions.move_step, step=read, verb="finish")
    world.do(rosa.actor, actions.rate_goal, goal=goal, level=0)
    clinic = world.agencies["clinic"]
    home = world.read(rosa.actor, Household.objects.get, pk=rosa.household)
    world.do(rosa.actor, actions.let_see, household=home, agency=clinic, language="es")
