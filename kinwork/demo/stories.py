"""What becomes of a referral. Each story is told from the moment it was sent; what it yields is the
moment at which it goes on. Where the present comes first, the story stays open there."""

from kinwork.demo import doors
from kinwork.demo.agenda import Story
from kinwork.demo.case import Case
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.codes import NOT_AGREED
from kinwork.family.referrals.rules import IN_REVIEW
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.queries import live


def accepted(c: Case, least: int = 0, most: int = 1) -> Story:
    yield c.working(least, most)
    c.look()
    c.take(referrals.accept)


def served(c: Case, met: str = "fully") -> Story:
    """Accepted, called, a date, served; two weeks later the family is asked."""
    yield from accepted(c)
    yield c.working(0, 1)
    if c.rng.random() < 0.5:
        c.take(referrals.try_contact, way=c.rng.choice(("left word", "text", "email")))
        yield c.working(0, 1)
    yield c.book()
    c.serve(met)
    yield from afterwards(c, {"fully": "yes", "partly": "partly", "not": "no"}[met])


def served_partly(c: Case) -> Story:
    yield from served(c, "partly")


def served_in_vain(c: Case) -> Story:
    """Served, but the need is there as before."""
    yield from served(c, "not")
    c.no_other_place("no other place")


def served_at_once(c: Case) -> Story:
    """Accepted and given on the same day, as at a pantry."""
    yield from accepted(c)
    yield c.working(0)
    c.serve()
    yield from afterwards(c, "yes")


def no_show(c: Case) -> Story:
    """Did not come, was called again, came."""
    yield from accepted(c)
    yield c.working(0, 1)
    yield c.book()
    c.take(referrals.mark_no_show)
    yield c.working(1)
    c.take(referrals.try_contact, way="left word")
    yield c.working(0, 1)
    yield c.book()
    c.serve()
    yield from afterwards(c, "yes")


def appointment_moved(c: Case) -> Story:
    """The family calls off its date, is offered others, takes one and moves it once."""
    yield from accepted(c)
    yield c.working(0)
    c.book(5, 9)
    yield c.working(1, 2)
    c.say(referrals.cancel_appointment)
    yield c.working(1)
    soon, late = c.offer_times(4, 7)
    yield c.working(1)
    c.choose(soon)
    yield c.working(1)
    yield c.choose(late)
    c.serve()
    yield from afterwards(c, "yes")


def declined(c: Case, reason: str = "no room", message: str = "") -> Story:
    """No, with a reason; the next door takes the family."""
    yield c.working(0, 2)
    c.look()
    c.decline(reason, message)
    yield from next_door(c)


def declined_too_soon(c: Case) -> Story:
    """The coordinator sends a no back: they have room on their own page. It goes well."""
    yield c.working(0, 1)
    c.look()
    c.decline("no room", stands=False)
    if c.referral.state == IN_REVIEW:
        yield c.working(1)
        c.coordinate(referrals.return_decline, message="Your own page says three openings.")
    yield from served(c)


def declined_by_age(c: Case) -> Story:
    yield from declined(c, "not eligible", "We cannot take this age yet.")


def too_far(c: Case) -> Story:
    """Declined on the family's word; it looks no further."""
    yield from accepted(c)
    yield c.working(1)
    c.decline(c.rng.choice(("too far", "hours do not fit")))
    yield c.working(1, 3)
    c.no_other_place("family looks itself")


def next_door(c: Case) -> Story:
    """Whoever asked tries the next place."""
    yield c.working(0, 2)
    other, old = c.another(), c.referral
    if other is None:
        c.no_other_place("no other place")
        return
    c.go_on(other, old)
    yield from served(c, c.rng.choice(("fully", "fully", "partly")))


def waitlisted(c: Case) -> Story:
    """On the list for three weeks, then in."""
    yield c.working(0, 2)
    c.look()
    c.take(referrals.waitlist, place=c.rng.randint(2, 9), days=c.rng.choice((21, 30, 45)))
    yield c.days(16, 26)
    c.take(referrals.accept)
    yield c.working(0, 1)
    yield c.book()
    c.take(referrals.start_service)
    yield c.days(20, 40)
    c.serve()
    yield from afterwards(c, "yes")


def forgotten_on_the_list(c: Case) -> Story:
    """Nobody confirms the wait; it expires by itself, and the next door is tried."""
    yield c.working(0, 1)
    c.look()
    c.take(referrals.waitlist, days=60)
    yield c.days(55, 56)
    yield from next_door(c)


def information(c: Case) -> Story:
    """Something is missing; it is asked and given."""
    yield c.working(0, 1)
    c.look()
    c.take(referrals.ask_information, message="Which mornings suit the family? Is a ride needed?")
    yield c.working(0, 1)
    c.ask(referrals.give_information, message="Tuesdays or Thursdays. They have a car.")
    yield from served(c)


def late(c: Case) -> Story:
    """Answered two days after it was due; the coordinator had asked."""
    yield c.working(4, 5)
    c.look()
    yield from served(c)


def expired(c: Case) -> Story:
    """Nobody ever answers."""
    yield c.days(29, 31)
    yield from next_door(c)


def rerouted(c: Case) -> Story:
    """Overdue; the coordinator sends it another way, and the family agrees to the new place."""
    yield c.working(4, 5)
    other = c.another()
    if other is None:
        return
    service = c.world.listing.row(other)
    coordinator = c.world.actors["dana_coordinates"]
    old = c.referral
    c.referral = c.world.do(coordinator, referrals.reroute, referral=old, service=service)
    c.offer = other
    yield c.working(0, 1)
    if c.referral.receiver_id:
        doors.agree(c.world, c.family, c.world.agency(c.referral.receiver_id), c.code)
    c.referral = doors.send(c.world, c.family, c.referral)
    yield from served(c)


def withdrawn(c: Case) -> Story:
    """The family found another way."""
    yield from accepted(c)
    yield c.working(1, 2)
    c.say(referrals.withdraw, reason="found other help")
    yield c.working(1)
    c.look()


def consent_ended(c: Case) -> Story:
    """The family takes back what it allowed; the referral closes with it."""
    yield from accepted(c)
    yield c.days(2, 5)
    agency = c.referral.receiver_id
    for one in c.world.read(c.family.actor, live, c.family.household, c.at):
        if one.agency_id == agency:
            c.world.do(c.family.actor, consents.end, consent=one)


def recalled(c: Case) -> Story:
    """Sent by mistake, taken back within minutes, sent rightly the next day."""
    yield c.after_minutes(6)
    c.ask(referrals.recall)
    yield c.working(1)
    other = c.another()
    if other:
        c.go_on(other, None)
        yield from served(c)


def cancelled(c: Case) -> Story:
    """The sender asks to cancel, the receiver confirms."""
    yield from accepted(c)
    yield c.working(1)
    c.ask(referrals.ask_cancellation, reason="family moved away")
    yield c.working(1)
    c.take(referrals.cancel)


def cancelled_by_time(c: Case) -> Story:
    """The sender asks to cancel; nobody answers, and it stands."""
    yield from accepted(c)
    yield c.working(1)
    c.ask(referrals.ask_cancellation, reason="served elsewhere")


def in_error(c: Case) -> Story:
    """Meant for another family."""
    yield c.working(0)
    c.ask(referrals.enter_in_error, reason="wrong family")


def siblings(c: Case) -> Story:
    """Two doors are asked at once; the first that opens closes the other."""
    other = c.another()
    if other:
        twin = c.twin(other)
        c.world.tell(c.days(6, 7), dismissed(twin))
    yield c.working(0, 1)
    yield from served(c)


def dismissed(c: Case) -> Story:
    """The one that came second reads that it need do nothing more."""
    c.look()
    return
    yield


def unreachable(c: Case) -> Story:
    """Three tries, then it ends, and the sender hears of it."""
    yield from accepted(c)
    for way in ("no answer", "text", "no answer"):
        yield c.working(1, 2)
        c.take(referrals.try_contact, way=way)
    yield c.working(2, 3)
    c.take(referrals.end_unserved, reason="could not be reached")
    yield c.working(1, 3)
    c.no_other_place("could not be reached")


def being_served(c: Case) -> Story:
    """A service that goes on for months: home visits, preschool, therapy."""
    yield from accepted(c)
    yield c.working(0, 1)
    yield c.book()
    c.introduce("the visiting nurse", c.rng.choice(("in person", "three-way call")))
    c.take(referrals.start_service)
    yield c.days(120, 260)
    c.serve()
    yield from afterwards(c, "yes")


def disputed(c: Case) -> Story:
    """The provider says served; the family says it got nothing. Another door is asked."""
    yield from accepted(c)
    yield c.working(0, 1)
    yield c.book()
    c.serve()
    yield c.days(15, 18)
    if c.was_asked():
        c.tell_us("no", got_it=False, more="We came and nobody was there.")
        yield c.working(1, 2)
        other = c.another()
        if other is None:
            c.no_other_place("no other place")
            return
        c.go_on(other, c.referral)
        yield from served(c)


def afterwards(c: Case, helped: str) -> Story:
    """Two weeks later the family is asked; three of four answer."""
    yield c.days(15, 20)
    if c.was_asked():
        c.read_notices()
        if c.rng.random() < 0.75:
            c.tell_us(helped, more=c.rng.choice(("", "", "", "They were kind to us.")))


# Made after the intake, by whoever works with the family ---------------------------------------


def asked_first(c: Case) -> Story:
    """Written at the desk while the family is away; it agrees by a card, and one press sends it."""
    c.referral = doors.draft(c.world, c.family, c.need, c.offer)
    c.ask(referrals.ask_consent)
    asked = doors.ask_by_card(c.world, c.family, c.referral)
    yield c.days(1, 2)
    if asked:
        doors.answer_card(c.world, c.family, asked, yes=True)
    c.referral = doors.send(c.world, c.family, c.referral)
    yield from served(c)


def never_agreed(c: Case) -> Story:
    """Asked, and asked again; the family says no in the end."""
    c.referral = doors.draft(c.world, c.family, c.need, c.offer)
    c.ask(referrals.ask_consent)
    yield c.days(20, 25)
    asked = doors.ask_by_card(c.world, c.family, c.referral)
    if asked:
        doors.answer_card(c.world, c.family, asked, yes=False)
    else:
        c.say(referrals.withdraw, reason=NOT_AGREED)


# What a story needs: who asked (`desk`: only a worker), and how the place answers (`link`).
BY_INTAKE = (
    served, served_partly, served_in_vain, served_at_once, no_show, appointment_moved, declined,
    declined_by_age, too_far, waitlisted, forgotten_on_the_list, information, late, expired,
    rerouted, withdrawn, consent_ended, recalled, siblings, unreachable, being_served, disputed,
    declined_too_soon,
)  # fmt: skip
# Told only where there is a second place to ask.
TWO_DOORS = {declined, declined_by_age, forgotten_on_the_list, expired, rerouted, siblings, disputed,
             recalled}  # fmt: skip
AT_DESK = (cancelled, cancelled_by_time, in_error)
LATER = (asked_first, never_agreed)
BY_LINK = (served, declined, no_show)
USUAL = (served, served, served, served_at_once, being_served, declined, waitlisted, no_show,
         served_partly, late, unreachable, information)  # fmt: skip
