"""The county's partnership: four questions and results first, then fourteen members, then a charter. Its
first vote found too few seats there; three weeks later it was adopted."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.system.partnerships import actions
from kinwork.system.partnerships.models import Charter, Goal, Member, Partnership, Seat
from kinwork.system.results import actions as results
from kinwork.system.results.models import Measure

NAME = "Saguaro Wash Together for Children"
ANSWERS = {
    "whom": "Families in the county who expect a child or have children under six, first those who"
    " live far out, speak little English, or have lost their home.",
    "better_off": "Children grow up healthy and begin school ready; parents know whom to call and are"
    " not sent from door to door.",
    "together": "A family tells its story once. Whoever cannot help finds the next door, with the"
    " family, before letting go. We say how much room we have, and what became of each request.",
    "mix": "Home visits, a medical home, early intervention, Head Start and preschool, food and a safe"
    " place to live; held together by one way of asking and answering.",
}
# Who represents them, who stands in: agency -> (representative, alternate, what shows the authority)
AGENCIES = {
    "library": ("Teodoro Vance", "Ana Beltrán", "Library board, minutes of January"),
    "clinic": ("Dr. Amara Osei", "Bea Lindqvist", "Bylaws, article 4"),
    "headstart": ("Hana Yazzie", "Luis Ferrer", "Policy council and board, joint decision"),
    "wic": ("Carmen Bustos", "", "County health director's letter"),
    "foodbank": ("Orville Tate", "Nita Reyes", "Board decision of February"),
    "firststeps": ("Gia Romano", "", "Bylaws, article 7"),
    "azeip": ("Pilar Contreras", "Wes Holloway", "Regional contract, section 3"),
    "des": ("Rhonda Kessler", "", "Delegation by the district manager"),
    "shelter": ("Cruz Aldama", "Imani Cole", "Board decision of March"),
    "schools": ("Walter Begay", "June Salcido", "Governing board, consent agenda"),
    "unitedway": ("Dana Okafor", "", "Board decision of January"),
    "state": ("Sam Petrov", "", "Delegation by the office's director"),
}
FAMILIES = (
    ("caregiver", "Voice of parents, north", "Marisol Vega"),
    ("caregiver", "Voice of parents, south", "Deshawn Little"),
    ("caregiver", "Voice of grandparents", "Rosalba Quintero"),
    ("resident", "Voice of neighbors", "Father Anselm Pike"),
)
STIPEND = "$45 a meeting, child care there, and the way"


def bring(world: World) -> None:
    world.tell(world.at + timedelta(days=12), _story(world))


def _story(world: World) -> Story:
    row = _do(world, actions.start, community=world.community, name=NAME, level="county",
              place="Saguaro Wash County", **ANSWERS)  # fmt: skip
    goals = _goals(world, row)
    yield world.at + timedelta(days=14)
    members = _members(world, row)
    for goal in goals:
        how = "All who came to the first meeting, by consensus"
        _do(world, actions.agree, goal=goal, on=world.today, how=how)
    yield world.at + timedelta(days=21)
    seats = _seats(world, row, members)
    charter = _charter(world, row, members)
    _decide(world, charter, seats[:7])
    yield world.at + timedelta(days=21)
    _decide(world, charter, seats)
    yield world.at + timedelta(days=120)
    shown = {"authority": "Bylaws, article 4", "seen_on": world.today}
    seat = next(one for one in seats if one.member_id == members["clinic"].pk)
    _do(world, actions.sit, seat=seat, place="representative", name="Dr. Ilse Brandt",
        starts=world.today, **shown)  # fmt: skip
    yield from _numbers(world, goals)


def known(world: World) -> tuple[Partnership, dict[str, Member]]:
    """The partnership, and the agencies among its members by the demo's names."""

    def read() -> tuple[Partnership, dict[str, Member]]:
        row = Partnership.objects.select_related("community").get(name=NAME)
        by_agency = {one.agency_id: one for one in row.members.filter(kind="agency")}
        return row, {key: by_agency[world.agencies[key].pk] for key in AGENCIES}

    return world.read(world.actors["dana"], read)


def _goals(world: World, row: Partnership) -> list[Goal]:
    """Two results, each with its indicator; one with a measure of what services do."""
    told = (
        (
            "Children in our county begin school ready",
            "All children under six in the county",
            ("indicator", "Children who meet the milestones of their age at three", "percent", "up",
             "County screening report", Decimal("48")),
            ("difference", "Of those with home visits for a year: who meet the milestones", "percent",
             "up", "First Steps, yearly report", Decimal("81")),
        ),
        (
            "No family with a small child is without food",
            "All households with children under six",
            ("indicator", "Households with small children that ran out of food in a month", "percent",
             "down", "County household survey", Decimal("23.5")),
        ),
    )  # fmt: skip
    found = []
    for words, whom, *measures in told:
        made = _do(world, results.make_result, community=world.community, words=words, whom=whom)
        for kind, name, unit, better, source, baseline in measures:
            said = {"kind": kind, "name": name, "unit": unit, "better": better, "source": source}
            known = {"baseline": baseline, "baseline_on": world.today - timedelta(days=90)}
            _do(world, results.make_measure, result=made, **said, **known)
        found.append(_do(world, actions.take_goal, partnership=row, result=made))
    return found


def _members(world: World, row: Partnership) -> dict[str, Member]:
    found = {}
    for key in AGENCIES:
        level = "state" if key == "state" else "county"
        found[key] = _admit(world, row, "agency", "", level, world.agencies[key])
    program = "Parents in school, Sonoran Community College"
    found["program"] = _admit(world, row, "program", program, "county", world.agencies["college"])
    group = "Parents of San Ysidro Wash"
    found["group"] = _admit(world, row, "family group", group, "neighborhood", None)
    return found


def _admit(world: World, row: Partnership, kind: str, name: str, level: str, agency: Any) -> Member:
    said = {"kind": kind, "name": name, "level": level, "agency": agency}
    return _do(world, actions.admit, partnership=row, starts=world.today, **said)


def _seats(world: World, row: Partnership, members: dict[str, Member]) -> list[Seat]:
    sits = dict(AGENCIES)
    sits["program"] = ("Lucinda Marsh", "", "Dean's letter")
    sits["group"] = ("Yesenia Robles", "Tomás Arce", "Chosen at the group's meeting")
    found = []
    for key, (name, alternate, authority) in sits.items():
        role = "Chair" if key == "headstart" else "Member"
        made = _do(world, actions.open_seat, partnership=row, kind="member", role=role,
                   member=members[key], starts=world.today)  # fmt: skip
        shown = {"authority": authority, "seen_on": world.today}
        _sit(world, made, "representative", name, **shown)
        if alternate:
            _sit(world, made, "alternate", alternate)
        found.append(made)
    for kind, role, name in FAMILIES:
        made = _do(world, actions.open_seat, partnership=row, kind=kind, role=role,
                   stipend=STIPEND, starts=world.today)  # fmt: skip
        _sit(world, made, "representative", name)
        found.append(made)
    return found


def _sit(world: World, seat: Seat, place: str, name: str, **shown: Any) -> None:
    email = f"{slugify(name)}@example.org"
    _do(world, actions.sit, seat=seat, place=place, name=name, email=email, starts=world.today,
        **shown)  # fmt: skip


def _charter(world: World, row: Partnership, members: dict[str, Member]) -> Charter:
    made = _do(world, actions.write_charter, partnership=row)
    goals = (
        "By the end of next year: three of five children meet their milestones at three, every request"
        " is answered within two business days, and no family is left after a no."
    )
    _do(world, actions.change_charter, charter=made, goals=goals, meets="every two months")
    for key, one in members.items():
        _do(world, actions.commit, charter=made, member=one, **_promised(key, one.name))
    return made


def _promised(key: str, name: str) -> dict[str, str]:
    gives = {
        "unitedway": "A coordinator, the meetings, and this site.",
        "clinic": "One nurse for a day a week at the library.",
        "library": "The meeting room and a desk for navigators.",
        "group": "What families tell us, and our kitchen for meetings.",
        "state": "Waivers asked for in time, and the data that we hold.",
    }
    return {
        "working_together": "We answer requests of partners within two business days.",
        "time": "Our representative and an alternate come to each meeting, prepared.",
        "resources": gives.get(key, "Staff time for the work groups; our room is said each week."),
        "respect": "We decide nothing about a partner or a family without them.",
        "outcomes": f"{name} names what it will change each year, and reports on it.",
    }


def _decide(world: World, charter: Charter, seats: list[Seat]) -> None:
    """Those who came: the last agency by phone; one abstains."""
    heard = [
        actions.Heard(
            one,
            "phone" if number == 4 else "in person",
            "abstain" if number == 5 else "yes",
            "I have to ask our board first." if number == 5 else "",
        )
        for number, one in enumerate(seats)
    ]
    _do(world, actions.decide, charter=charter, held_on=world.today, heard=heard)


def _numbers(world: World, goals: list[Goal]) -> Story:
    """Twice a year somebody writes down what the reports say."""
    dana = world.actors["dana"]
    known = world.read(
        dana, lambda: list(Measure.objects.filter(result__in=[one.result_id for one in goals]))
    )
    for step in (1, 2):
        for one in known:
            better = Decimal(2 * step) if one.better == "up" else -Decimal(step)
            said = {"on": world.today, "source": one.source, "value": one.baseline + better}
            _do(world, results.record_value, measure=one, **said)
        yield world.at + timedelta(days=180)


def _do(world: World, action: Any, **said: Any) -> Any:
    return world.do(world.actors["dana"], action, **said)
