"""What lies on the desks today: families who came lately, at the moment at which work waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kinwork.common.community import setting
from kinwork.common.ids import new_id
from kinwork.demo import doors
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before, working
from kinwork.demo.case import Case, Teller, offers_for
from kinwork.demo.families import Family, invent
from kinwork.demo.lives import Plan, ask_more, live
from kinwork.demo.world import World
from kinwork.family.appointments import actions as appointments
from kinwork.family.intake import actions as intake
from kinwork.family.referrals import actions as referrals

# (business days ago, hour, what happens)
Step = tuple[int, int, Callable[[Case], object]]


@dataclass(frozen=True)
class Scene:
    """A family that came `ago` business days ago. needs: (need, organization or nothing, story)."""

    ago: int
    shape: str
    needs: tuple[tuple[str, str, Teller], ...]
    door: str = "desk"
    worker: str = "ana"
    soon: str = "routine"
    language: str = ""
    later: tuple[tuple[str, str, Teller], ...] = ()
    label: str = ""
    says: str = ""
    hour: int = 9
    paper: int = 0  # how many days before they had filled in a form on paper


def steps(*told: Step) -> Teller:
    """A story that ends at exactly this point."""

    def story(c: Case) -> Story:
        for ago, hour, happens in told:
            yield before(c.world.end, ago, hour)
            happens(c)

    return story


def accept(c: Case) -> None:
    c.look()
    c.take(referrals.accept)


def book_for_tomorrow(c: Case) -> None:
    when = working(c.world.end, 1, c.rng)
    c.take(referrals.schedule, starts_at=when, place=c.offer.name)


def book_for(ago: int, hour: int) -> Callable[[Case], object]:
    def book(c: Case) -> None:
        when = before(c.world.end, ago, hour)
        c.take(referrals.schedule, starts_at=when, place=c.offer.name)

    return book


def no_show(c: Case) -> None:
    c.take(referrals.mark_no_show)


def call_off(c: Case) -> None:
    c.say(referrals.cancel_appointment)


def no_room(c: Case) -> None:
    c.look()
    c.decline("no room", "We are full until next month.")


def no_room_we_think(c: Case) -> None:
    """Nobody has looked at this no yet: it lies with the coordinator, the family knows nothing."""
    c.look()
    c.decline("no room", "We think we are full.", stands=False)


def say_full(c: Case) -> None:
    """With one tap on the page of its link: no new families for a month, and no list."""
    days = setting(c.world.community, "full_days")
    told = {"referral": c.referral, "days": days, "keeps_list": False}
    c.world.do(c.answerer, referrals.say_full, **told)


def offer_open_times(c: Case) -> None:
    """The place publishes two mornings a week; the family chooses when it likes."""
    service, where = c.world.read(c.answerer, lambda: (c.referral.service, c.referral.location))
    c.world.do(
        c.answerer,
        appointments.publish_pattern,
        service=service,
        location=where,
        zone=(where.timezone if where else "") or str(ZONE),
        weekdays=[1, 3],
        starts=time(9, 30),
        minutes=45,
        seats=2,
        first=c.world.today,
        pattern_id=new_id(),
    )
    c.world.do(c.answerer, appointments.offer, referral=c.referral, any_open=True)


def on_the_list(c: Case) -> None:
    c.look()
    c.take(referrals.waitlist, place=c.rng.randint(2, 9), days=45)


def what_is_missing(c: Case) -> None:
    c.look()
    c.take(referrals.ask_information, message="Please send the child's shot record, or say where.")


def serve(c: Case) -> None:
    c.serve()


def start(c: Case) -> None:
    c.take(referrals.start_service)


def try_by(way: str) -> Callable[[Case], object]:
    return lambda c: c.take(referrals.try_contact, way=way)


def call_it_off(c: Case) -> None:
    c.ask(referrals.ask_cancellation, reason="family moved away")


def ask_for_consent(c: Case) -> Story:
    c.referral = doors.draft(c.world, c.family, c.need, c.offer)
    c.ask(referrals.ask_consent)
    return
    yield


def wanted_beside(c: Case) -> Story:
    """Two doors at once; one says yes, and the other is wanted all the same: asked again."""
    c.tried |= {"firststeps-1", "firststeps-2"}
    twin = c.twin(c.another())
    yield before(c.world.end, 3, 10)
    accept(c)
    yield before(c.world.end, 2, 11)
    who = {"on_behalf_of": c.family.caregiver.id}
    c.world.do(c.asker, referrals.undo_obsolete, referral=twin.referral, **who)


def leave_as_draft(c: Case) -> Story:
    c.referral = doors.draft(c.world, c.family, c.need, c.offer)
    return
    yield


SILENT = steps()
SCENES = (
    Scene(
        ago=4,
        shape="two children",
        needs=(("pediatric-care", "clinic", SILENT), ("utility-help", "housing", steps((1, 15, no_room_we_think)))),
        label="A family whose answer is overdue",
        says="Nobody has answered for four working days; another no is with the coordinator.",
    ),
    Scene(
        ago=0,
        shape="newborn",
        door="web",
        needs=(("pediatric-care", "clinic", SILENT), ("wic", "wic", SILENT)),
        label="A mother who wrote this morning",
        says="Alone on her phone; two requests are new.",
    ),
    Scene(
        ago=6,
        shape="expecting",
        needs=(("prenatal-care", "clinic", steps((2, 11, accept))),),
        label="An expecting mother",
        says="The clinic said yes; somebody should call her today.",
    ),
    Scene(
        ago=3,
        shape="many children",
        needs=(
            ("head-start", "headstart", steps((2, 14, what_is_missing))),
            ("rent-help", "shelter", SILENT),
            ("legal-help", "legal", steps((1, 10, accept))),
        ),
        language="es",
        label="A family between doors",
        says="One place asks for more, one is full and keeps no list: answered at once.",
    ),
    Scene(
        ago=16,
        shape="newborn",
        needs=(
            ("lactation", "clinic", steps((14, 11, accept), (12, 9, book_for_tomorrow))),
            ("food-pantry", "foodbank", steps((16, 15, accept), (15, 10, serve))),
        ),
        label="A family that was asked whether it helped",
        says="Served at the food bank; its word is awaited.",
    ),
    Scene(
        ago=0,
        shape="alone with a toddler",
        needs=(("food-pantry", "foodbank", SILENT),),
        soon="today",
    ),
    Scene(
        ago=9,
        shape="father alone",
        needs=(
            (
                "developmental-screening",
                "clinic",
                steps((8, 10, accept), (7, 9, book_for(1, 13)), (1, 16, no_show)),
            ),
        ),
        worker="luz",
        label="A father who missed his appointment",
        says="A new date is to be found.",
    ),
    Scene(
        ago=21,
        shape="twins",
        needs=(
            ("mental-health", "counseling", steps((20, 11, on_the_list))),
            ("dental-care", "dental", steps((19, 11, on_the_list))),
            ("early-head-start", "headstart", steps((20, 9, on_the_list))),
        ),
        label="Twins on three lists",
        says="A place was offered to them by three: a yes, a no, and one still to answer.",
    ),
    Scene(
        ago=6,
        shape="two children",
        needs=(
            ("health-coverage-help", "clinic", steps((5, 10, accept), (1, 11, call_it_off))),
            ("english-class", "newcomers", steps((5, 9, accept), (3, 9, start))),
        ),
        worker="luz",
        language="es",
        paper=12,
        label="A family that filled in a form on paper",
        says="Typed in at the desk twelve days later; their answers are of the paper's day.",
    ),
    Scene(
        ago=18,
        shape="grandmother",
        needs=(("respite", "kin", steps((16, 10, accept), (10, 10, book_for_tomorrow))),),
        later=(
            ("developmental-screening", "playgroup", ask_for_consent),
            ("parenting-class", "playgroup", leave_as_draft),
        ),
        label="A grandmother who raises two",
        says="A request waits for her consent; another place answers by a link.",
    ),
    Scene(
        ago=8,
        shape="newborn",
        door="web",
        needs=(
            (
                "car-seat",
                "clothes",
                steps((6, 10, accept), (5, 10, book_for_tomorrow), (1, 16, say_full)),
            ),
            ("home-visiting", "firststeps", steps((7, 15, on_the_list))),
            ("early-head-start", "headstart", steps((7, 14, on_the_list))),
            ("child-care", "sunnyside", SILENT),
        ),
    ),
    Scene(
        ago=7,
        shape="joint custody",
        door="phone",
        worker="gia",
        needs=(
            ("pediatric-care", "clinic", steps((6, 9, accept), (5, 9, try_by("no answer")), (3, 9, try_by("text")))),
        ),
    ),
    Scene(
        ago=10,
        shape="alone with a toddler",
        worker="pia",
        language="es",
        needs=(
            ("wic", "wic", steps((9, 9, accept), (8, 9, book_for_tomorrow), (1, 9, call_off))),
            ("transport", "rides", SILENT),
        ),
    ),
    Scene(
        ago=5,
        shape="newborn",
        needs=(("pediatric-care", "clinic", steps((4, 10, accept), (2, 10, offer_open_times))),),
        label="A mother who chooses her own date",
        says="The clinic offers its open times; she takes one with two taps.",
    ),
    Scene(
        ago=5,
        shape="alone with a toddler",
        hour=14,
        needs=(("home-visiting", "firststeps", wanted_beside),),
        label="A mother who wants both",
        says="Two places were asked at once; one said yes, and the other was asked again.",
    ),
)  # fmt: skip


def bring(world: World, number: int, scene: Scene) -> Family:
    """The family of a scene, on its way."""
    family = invent(
        number,
        began=before(world.end, scene.ago, scene.hour, number * 7 % 60),
        worker=scene.worker,
        door=scene.door,
        shape=scene.shape,
        language=scene.language,
        town="Mesquite Flats",
    )
    family.soon, family.label, family.says = scene.soon, scene.label, scene.says
    if scene.paper:
        family.paper = family.began.date() - timedelta(days=scene.paper)
    plans = [_plan(world, *one) for one in scene.needs]
    began = family.began
    if scene.ago == 0:  # while this is told, the present is not over
        began = before(world.end, 0)
    world.tell(began, live(world, family, plans, []))
    for number, one in enumerate(scene.later):
        when = before(world.end, max(0, scene.ago - 2 - 8 * number), 11)
        world.tell(when, ask_more(world, family, _plan(world, *one)))
    return family


def _plan(world: World, code: str, organization: str, story: Teller) -> Plan:
    found = [one for one in offers_for(code) if one.organization == organization]
    if not found:
        raise ValueError(f"{organization} offers no {code}")
    return Plan(code, min(found, key=lambda one: (not one.home, one.id)), story)


ON_THE_LINE = {"kind": "phone", "name": "No. 4411", "line": "Saguaro Language Line"}


def leave_unfinished(world: World, number: int, door: str, worker: str, at: datetime) -> None:
    """An intake that somebody began and did not finish."""
    family = invent(number, began=at, worker=worker, door=door)
    world.tell(at, _half(world, family))


def _half(world: World, family: Family) -> Story:
    by = doors.opener(world, family)
    draft = doors.begin(world, family, by)
    mother = family.caregiver
    changes = {
        "needs": ["food-pantry", "child-care"],
        "soon": "routine",
        "place": family.place,
        f"member:{mother.id}": mother.told(0),
    }
    world.do(by, intake.answer, draft, version=draft.version, changes=changes)
    if by.is_staff and family.language == "es":
        world.do(by, intake.record_interpreter, draft, language="es", **ON_THE_LINE)
    if by.kind == "draft":
        world.do(by, intake.keep_place, draft, word=new_id().hex)
        code = world.do(by, intake.make_seat, draft)  # read out over the phone
        world.do(world.actors["ana"], intake.take_seat, code=code)
    return
    yield


def share_a_tablet(world: World, at: datetime) -> None:
    """The library's tablet, set up on the last day."""
    world.tell(at, _tablet(world))


def _tablet(world: World) -> Story:
    world.do(world.actors["ana"], intake.open_kiosk, place="Reading room")
    return
    yield
