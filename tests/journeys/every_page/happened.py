"""What has happened in the world of every page: a thing of every kind, through the real actions."""

import json
import re
from datetime import date, time, timedelta

from django.core import signing
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Invitation, Mail, Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, clock
from kinwork.common.ids import new_id
from kinwork.directory import actions as directory
from kinwork.directory.models import Correction, Quarantined
from kinwork.family.appointments import actions as appointments
from kinwork.family.complaints import links as complaint_links
from kinwork.family.complaints.models import ComplaintAsk
from kinwork.family.complaints.tests import scenes as complaining
from kinwork.family.conferences.tests import scenes as conferring
from kinwork.family.contact import stops
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.queries import points
from kinwork.family.facts import actions as facts
from kinwork.family.facts.documents import actions as documents
from kinwork.family.facts.tests.papers import photo
from kinwork.family.followup import actions as followup
from kinwork.family.followup import links as word_links
from kinwork.family.intake.tests.conftest import _findable
from kinwork.family.phrases import actions as phrases
from kinwork.family.plans.tests import scenes as planning
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import links
from kinwork.family.referrals.models import Referral
from kinwork.family.screenings import actions as screenings
from kinwork.family.teams import actions as teams
from kinwork.family.teams.models import Member
from kinwork.family.teams.tests import scenes as teaming
from kinwork.family.timelines import actions as timelines
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.tests.feeds import tables, write
from kinwork.people.models import Household
from kinwork.system.approaches import letters as profiles
from kinwork.system.approaches.models import Verification
from kinwork.system.approaches.rules import STATES
from kinwork.system.approaches.tests import scenes as studied
from kinwork.system.barriers.tests import scenes as stuck
from kinwork.system.common_work.tests import scenes as common
from kinwork.system.continuum import letters as asking
from kinwork.system.continuum.tests import scenes as waves
from kinwork.system.evidence.tests import scenes as counting
from kinwork.system.meetings import letters
from kinwork.system.meetings.tests import scenes as meeting
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.system.voice import telling as voice
from kinwork.system.voice.actions import raise_topic, tell
from kinwork.system.voice.models import VoiceRelease
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.tests import scenes as signed
from tests import cast as casting
from tests.cast import OPERATOR, Cast
from tests.seeing import everything


def requests(cast: Cast) -> dict:
    """A referral in each state that has pages of its own."""
    at = cast.later(minutes=20)
    made = {"sent": casting.sent(cast), "draft": casting.draft(cast)}
    for state in (
        "asked",
        "waiting",
        "declined",
        "date",
        "served",
        "stopping",
        "missed",
        "being",
        "tried",
    ):
        made[state] = casting.sent(cast)
    made["diapers"] = casting.sent(cast, "diapers", answers=casting.need(cast, code="diapers"))
    need = casting.need(cast)  # two places for one need: the other becomes obsolete
    made["obsolete"] = casting.sent(cast, "bloom_visits", answers=need)
    beside = casting.sent(cast, answers=need)
    said = {"by": cast.ben, "at": at}
    with acting_as(cast.ben, now=at):
        referrals.accept(referral=beside, **said)
        referrals.ask_information(referral=made["asked"], message="Which days?", **said)
        referrals.waitlist(referral=made["waiting"], **said)
        referrals.decline(referral=made["declined"], reason="no room", **said)
        for name in ("date", "served", "missed", "being"):
            made[name] = referrals.accept(referral=made[name], **said)
        for name in ("date", "missed"):
            starts = cast.later(days=2)
            made[name] = referrals.schedule(referral=made[name], starts_at=starts, **said)
        made["tried"] = referrals.accept(referral=made["tried"], **said)
        for _time in range(3):
            referrals.try_contact(referral=made["tried"], way="no answer", **said)
        referrals.mark_no_show(referral=made["missed"], **said)
        referrals.start_service(referral=made["being"], **said)
        referrals.serve(referral=made["served"], received="Two visits", need_met="fully", **said)
    with acting_as(cast.ana, now=at):
        made["consent"] = casting.draft(cast, "bloom_visits")
        referrals.ask_consent(referral=made["consent"], by=cast.ana, at=at)
        referrals.ask_cancellation(
            referral=made["stopping"], reason="family changed its mind", by=cast.ana, at=at
        )
    return made


def complaints(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """One that nobody has taken, one that the coordinator asks the agency about, one answered; a
    visitor's with its link."""
    new, answered = complaining.made(cast), complaining.answered(cast)
    taken = complaining.taken(cast)
    complaining.do(cast, "cora", "ask_agency", taken, told="Who helps in Spanish?")
    alone = complaining.made(cast, "visitor")
    with everything():
        ask = ComplaintAsk.objects.get(complaint=taken)
    told = {
        "complaint": [str(one.pk) for one in (taken, new, answered)],
        "ask": [str(ask.pk)],
        "token": [complaint_links.token(alone.pk), "no-such-link"],
    }
    return {"complaints/": told}


def voices(cast: Cast, made: dict) -> dict[str, dict[str, list[str]]]:
    """The question about what was served, by link; a half year of answers with a topic from it."""
    served = made["served"]
    with acting_as(clock(served.pk, cast.community.pk)) as by:
        row = Referral.objects.get(pk=served.pk)
        asked = followup.ask(referral=row, by=by, at=timezone.now())
    row = joined.started(cast, "Listens")
    body = voice.released([], 11)
    body |= {"complaints": {"groups": {"language": 14, "waited": 12}, "kept_back": 0}}
    days = {"starts": date(2026, 1, 1), "ends": date(2026, 6, 30)}
    with everything():
        release = VoiceRelease.objects.create(
            community=cast.community, made_at=cast.at, least=11, body=body, **days
        )
    with acting_as(cast.dana):
        said = {"by": cast.dana, "at": timezone.now()}
        key = "complaint:2026-01-01:language"
        topic = raise_topic(partnership=row, key=key, **said)
        tell(topic=topic, english="A phone line.", spanish="Una línea.", **said)
    ids = {"release": [str(release.pk)], "topic": [str(topic.pk)]}
    return {
        "voice/": ids,
        "word/a/": {"token": [word_links.token(asked.pk), "no-such-link"]},
    }


def dates(cast: Cast, made: dict) -> dict[str, list[str]]:
    """Times of the clinic: once, and every week; any of them offered for the request with a date."""
    at, said = timezone.now(), {"by": cast.ben, "at": timezone.now()}
    both = {"service": cast.services["visits"], "zone": cast.community.time_zone, "minutes": 30}
    with acting_as(cast.ben, now=at):
        slot = appointments.publish_slot(
            **both, starts_at=at + timedelta(days=4), slot_id=new_id(), **said
        )
        pattern = appointments.publish_pattern(
            **both, weekdays=[1], starts=time(9), first=at.date(), pattern_id=new_id(), **said
        )
        appointments.offer(referral=made["date"], any_open=True, **said)
    return {
        "referral": [str(made["date"].pk), str(made["diapers"].pk)],
        "slot": [str(slot.pk)],
        "pattern": [str(pattern.pk)],
    }


def messages(cast: Cast) -> tuple[list[str], list[str]]:
    """One that did not arrive, a call to make, a letter to post; the family's ways."""
    with everything():
        rows = list(Delivery.objects.filter(household=cast.household.pk).order_by("made_at")[:3])
        for row, state, channel in zip(
            rows, ("failed", "on a desk", "on a desk"), ("email", "phone", "mail"), strict=True
        ):
            Delivery.objects.filter(pk=row.pk).update(
                state=state, channel=channel, why="no answer", settled_at=row.made_at
            )
    with acting_as(cast.rosa):
        ways = [str(one.pk) for one in points(cast.household.pk)]
    return [str(one.pk) for one in rows], ways


def text(folder) -> str:
    """One text on the demo's phones; whose."""
    (folder / "texts").mkdir(exist_ok=True)
    told = {"to": "+15205550177", "text": "There is something new.", "at": 1_750_000_000}
    (folder / "texts" / "1.json").write_text(json.dumps(told))
    return told["to"]


def stop_token() -> str:
    return stops.token("email", "nobody@example.org")


def old_token(referral) -> str:
    """A link whose days are over."""
    signer = signing.TimestampSigner(salt=links.SALT)
    signer.timestamp = lambda: signing.b62_encode(1_700_000_000)
    return signer.sign_object(str(referral.pk))


def told(cast: Cast, folder) -> dict[str, list[str]]:
    """What waits for decisions: a correction, a row that could not be loaded, an invitation."""
    at, service = timezone.now(), cast.services["visits"]
    with acting_as(VISITOR):
        directory.suggest_correction(
            service_id=service.pk, field="description", suggestion="Ask.", by=VISITOR, at=at
        )
    content = tables()
    content["phones"][0]["number"] = "<script>call us</script>"
    with acting_as(OPERATOR):
        import_feed(path=write(folder / "feed", content), source="A & B", by=OPERATOR, at=at)
        for email in ("new@example.org", cast.users["ben"].email):
            accounts.invite(
                email=email,
                agency=cast.agencies["library"],
                community=cast.community,
                role="navigator",
                by=OPERATOR,
                at=at,
            )
    with everything():
        letters = [one.body for one in Mail.objects.filter(body__contains="/invitation/")]
        waiting = [*Correction.objects.all(), *Quarantined.objects.all()]
        hats = Membership.objects.filter(agency=cast.agencies["library"])
        asked = Invitation.objects.all()
        return {
            "id": [str(service.pk), *[str(one.pk) for one in waiting]],
            "pk": [str(one.pk) for one in (*asked, *hats)],
            "key": [*[re.search(r"/invitation/([^/\s]+)", one)[1] for one in letters], "too-late"],
        }


def safe_service(cast: Cast) -> str:
    """A place whose street the directory never shows."""
    values = {
        "name": "A safe house",
        "organization_id": cast.services["diapers"].organization_id,
        "status": "active",
    }
    with acting_as(OPERATOR):
        made = directory.save_record(thing="service", values=values, by=OPERATOR, at=cast.at)
        _findable(made, "domestic-violence-help")
        directory.rebuild_search(services=[made.pk], by=OPERATOR, at=cast.at)
    return str(made.pk)


def papers(cast: Cast) -> dict[str, list[str]]:
    """An answer and a paper of Rosa's, and the clinic as the office that decides about WIC."""
    clinic = {"agency": cast.agencies["clinic"], "community": cast.community, "program": "wic"}
    with acting_as(OPERATOR):
        office = facts.name_office(**clinic, by=OPERATOR, at=cast.at)
    said = {"by": cast.rosa, "at": cast.at}
    with acting_as(cast.rosa):
        fact = facts.say(cast.household, key="homeless", value=False, **said)
        paper = documents.add(
            kind="custody",
            subject=cast.household,
            said_in=cast.household.pk,
            files=[photo()],
            **said,
        )
    return {"fact": [str(fact.pk)], "document": [str(paper.pk)], "office": [str(office.pk)]}


def pacts(cast: Cast) -> dict[str, list[str]]:
    """One in force, one that waits for signatures, one that is being written."""
    made = {
        "force": signed.in_force(cast, ends=timezone.now() + timedelta(days=60)),
        "review": signed.draft(cast),
        "draft": signed.draft(cast),
    }
    signed.do(cast, "submit", made["review"])
    open_one, taken_up = (
        signed.do(cast, "remark", made["review"], by=by, clause="purpose", words=words)
        for by, words in ((cast.bea, "Only for care, please."), (cast.dana, "We say it so."))
    )
    with acting_as(cast.dana):
        agreements.settle_remark(
            remark=taken_up, answer="The text says it now.", by=cast.dana, at=cast.at
        )
    _nation(cast)
    return {
        "agreement": [str(one.pk) for one in made.values()],
        "party": [str(one.pk) for pact in made.values() for one in signed.parties(cast, pact)],
        "verb": ["suspend", "submit", "withdraw", "end"],
        "way": ["passkey", "paper"],
        "clause": ["purpose", "time"],
        "remark": [str(open_one.pk), str(taken_up.pk)],
    }


def partners(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """One whose charter is in force and written anew, with something missing; one that may be decided."""
    row = joined.adopted(cast).partnership
    draft = joined.do(cast, "write_charter", partnership=row)
    joined.do(cast, "change_charter", charter=draft, vision="")
    whole = joined.ready(cast, "Neighbors of the Wash")
    with everything():
        goal = row.goals.get()
        told = {
            "partnership": [str(row.pk)],
            "charter": [str(draft.pk)],
            "goal": [str(goal.pk)],
            "measure": [str(goal.result.measures.get().pk)],
            "member": [str(one.pk) for one in row.members.order_by("pk")],
            "seat": [str(one.pk) for one in row.seats.order_by("pk")],
        }
    decided = {"partnership": [str(whole.partnership_id)], "charter": [str(whole.pk)]}
    here = "partnerships/<uuid:partnership>/charter/<uuid:charter>/decide/"
    return {"partnerships/": told, here: decided}


def common_work(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """One partnership with something in each of the six parts, in each state that has a page."""
    row = common.together(cast, "Partners of the Wash")
    made = common.everything_of(cast, row)

    def ids(*rows) -> list[str]:
        return [str(one.pk) for one in rows]

    told = {
        "partnership": ids(row),
        "strategy": ["processes", "mission"],
        "change": ids(made["change"], made["ended"]),
        "support": ids(made["support"], made["given"]),
        "funding": ids(*made["funding"]),
        "plan": ids(made["plan"]),
        "event": ids(made["event"], made["ahead"]),
        "question": ids(made["question"]),
    }
    return {"partnerships/<uuid:partnership>/work/": told}


def meetings(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """A partnership with a charter that meets: held, going on, planned; votes, promises, minutes. Its
    members are others than those of the partnerships beside it."""
    row = meeting.chartered(cast, name="Gardens of the Wash", minutes_for="everybody").partnership
    read = meeting.held(cast, row, title="Winter meeting")
    made = meeting.everything_of(cast, row)
    about = meeting.item(cast, made["open"], "Minutes", source="minutes", source_id=read.pk)
    seats = meeting.seats(cast, row)[:3]
    meeting.decided(cast, made["open"], seats, *["yes"] * 3, item=about, at=cast.at)
    meeting.do(cast, "publish", minutes=read)

    def ids(*rows) -> list[str]:
        return [str(one.pk) for one in rows]

    told = {
        "partnership": ids(row),
        "meeting": ids(made["planned"]),
        "item": ids(made["line"]),
        "decision": ids(made["decision"], made["vote"]),
        "ballot": ids(made["ballot"]),
        "promise": ids(made["promise"], made["kept"]),
        "minutes": ids(made["minutes"]),
        "proposal": ids(made["proposal"]),
    }
    now = {"partnership": ids(row), "meeting": ids(made["open"]), "item": ids(made["item"])}
    voted = {"partnership": ids(row), "decision": ids(made["vote"]), "ballot": ids(made["ballot"])}
    here = "partnerships/<uuid:partnership>/meetings/"
    one = f"{here}<uuid:meeting>/"
    return {
        here: told,
        one: told | {"meeting": ids(made["planned"], made["over"], made["open"])},
        f"{one}there/": now,
        f"{one}decide/": now,
        f"{one}close/": now,
        f"{one}items/<uuid:item>/notes/": now,
        f"{here}decisions/<uuid:decision>/<uuid:ballot>/": voted,
        f"{here}decisions/<uuid:decision>/effect/": told | {"decision": ids(made["decision"])},
        f"{here}promises/<uuid:promise>/keep/": told | {"promise": ids(made["promise"])},
        f"{here}promises/<uuid:promise>/postpone/": told | {"promise": ids(made["promise"])},
        f"{here}promises/<uuid:promise>/let-go/": told | {"promise": ids(made["promise"])},
        "votes/": {"token": [letters.token(made["ballot"].pk), "no-such-link"]},
        "minutes/": {"minutes": ids(read)},
    }


def evidence(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """The same partnership that meets, counted now; another one that nobody has counted yet."""
    bare = joined.started(cast, "Nobody counted us")
    with everything():
        row = Partnership.objects.get(name="Gardens of the Wash")
    counting.counted(cast, row, timezone.now())
    here = "partnerships/<uuid:partnership>/evidence/"
    told = {"partnership": [str(row.pk)], "rule": ["answered", "referrals"]}
    one, other = (str(id) for id in counting.ids(cast, row, "clinic", "library"))
    return {
        here: told | {"partnership": [str(row.pk), str(bare.pk)]},
        f"{here}<uuid:one>/<uuid:other>/": told | {"one": [one], "other": [other]},
        f"{here}thresholds/<slug:rule>/": told,
    }


def plans(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """Rosa's plan: a goal with its scale and two steps, an idea of Ana's, a day to look at it."""
    plan = planning.started(cast, "ana")
    goal = planning.goal(cast, plan, levels=planning.SCALE)
    planning.goal(cast, plan, "ana", words="Go to story hour")
    step = planning.step(cast, goal)
    review = planning.do(
        cast, "ana", "plan_review", plan=plan, day=(cast.at + timedelta(days=40)).date()
    )
    told = {"goal": [str(goal.pk)], "step": [str(step.pk)], "review": [str(review.pk)]}
    told |= {"verb": ["accept"], "way": ["let", "stop"]}
    library = {"agency": [str(cast.agencies["library"].pk)]}
    return {
        "ours/plan/": told | library,
        "households/<uuid:household>/plan/": told,
    }


def team(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """Rosa wrote and was answered; Ana asks the clinic to lead. One meeting was held, with what follows
    from it; one is to come."""
    served = teaming.served(cast)
    body = "Can somebody help with the rent?"
    teaming.do(cast, "rosa", teams.write, household=cast.household, body=body)
    teaming.do(cast, "ana", teams.answer, lead=teaming.lead(cast), body="Ben calls you on Monday.")
    teaming.asked(cast)
    held = conferring.held(cast, row=served)
    told = {"body": "Ben asks about the rent.", "conference": held}
    conferring.do(cast, "ana", "write_note", 24 * 4, **told)
    promised = [conferring.promised(cast, held, key) for key in (None, "clinic")]
    coming = conferring.planned(cast, row=served, starts_at=timezone.now() + timedelta(days=9))
    with everything():
        mine = Member.objects.filter(agency=cast.agencies["library"], side="sender", ends=None)
        members = [str(one) for one in mine.values_list("pk", flat=True)[:3]]
    meetings = {
        "conference": [str(one.pk) for one in (coming, held)],
        "follow_up": [str(one.pk) for one in promised],
    }
    still = {"conference": [str(coming.pk)]}
    return {
        "care-team/": {"member": members},
        "ours/team/": {"who": [str(cast.agencies["clinic"].pk)]},
        "conferences/": meetings,
        "ours/conferences/": meetings,
        "conferences/<uuid:conference>/move/": still,
        "conferences/<uuid:conference>/off/": still,
    }


def continuum(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """The partnership that was counted asks its members: two closed waves, one open; another one asks
    without names, a third is preparing."""
    with everything():
        row = Partnership.objects.get(name="Gardens of the Wash")
    waves.closed(cast, row, title="First wave")
    done = waves.closed(cast, row, title="Second wave", dimensions=True)
    going = waves.opened(cast, row, title="Third wave", dimensions=True)
    waves.says(cast, going, "clinic", {"library": 3})
    waves.answers(cast, going, "parent", 1, 2)
    waves.sends(cast, going, "parent")
    hidden = waves.joined(cast, name="Asked without names", ratings="anonymous")
    waves.closed(cast, hidden)
    soon = waves.prepared(cast, hidden, title="Fall wave")
    pair = [str(id) for id in counting.ids(cast, row, "clinic", "library")]

    def ids(*rows) -> list[str]:
        return [str(one.pk) for one in rows]

    here = "partnerships/<uuid:partnership>/continuum/"
    wave = f"{here}waves/<uuid:wave>/"
    told = {"partnership": ids(row), "one": pair[:1], "other": pair[1:], "member": pair}
    partner, who = waves.partner(cast, going, "clinic"), waves.voice(cast, going, "library")
    open_one = told | {
        "wave": ids(going),
        "partner": ids(partner),
        "respondent": ids(who),
    }
    closed_one = told | {"wave": ids(done)}
    links = [waves.voice(cast, going, key) for key in ("backbone", "parent")]
    late = waves.voice(cast, done, "library")
    answer = {"token": [asking.token(links[0].pk)], "partner": ids(partner)}
    return {
        here: told | {"partnership": ids(row, hidden)},
        f"{here}pairs/": told,
        f"{here}next/<uuid:one>/": told,
        wave: open_one | {"wave": ids(going, soon), "partnership": ids(row)},
        f"{wave}results/": closed_one,
        f"{wave}organizations/": closed_one,
        f"{wave}network/": closed_one,
        "answers/": {"token": [asking.token(one.pk) for one in (*links, late)] + ["no-such-link"]},
        "answers/<str:token>/whole/": answer,
        "answers/<str:token>/<uuid:partner>/": answer,
    }


def barriers(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """Three: one to put or to withdraw, one that waits for its answer, one to close."""
    made = [stuck.in_state(cast, state) for state in ("noted", "put", "relieved")]
    return {"barriers/": {"barrier": [str(one.pk) for one in made]}}


def approaches(cast: Cast) -> dict[str, dict[str, list[str]]]:
    """One at every stage; one whose two coders differ; a research project; the model of a partnership."""
    made = {
        state: studied.in_state(cast, state, f"Approach {number:02d}")
        for number, state in enumerate(STATES, 1)
    }
    apart = studied.in_state(cast, "returned", "Approach 20")
    studied.coded_twice(cast, apart, "hub", other={"co_location": "no"})
    project = studied.do(
        cast,
        "add_project",
        community=cast.community,
        about=studied.actions.About("A study", "Some people", "Families", "local", 2020),
    )
    row = joined.started(cast, "Valley of the Wash")
    for key in ("backbone", "clinic"):
        joined.member(cast, row, key)
    with everything():
        sent = Verification.objects.get(approach=made["sent"])
        over = Verification.objects.get(approach=made["not returned"])

    def at(*states: str) -> dict[str, list[str]]:
        return {
            "approach": [str(made[state].pk) for state in states],
            "key": ["services", "partners_number"],
            "criterion": ["co_location"],
        }

    here = "approaches/<uuid:approach>/"
    model = "partnerships/<uuid:partnership>/model/"
    return {
        "approaches/projects/": {"project": [str(project.pk)]},
        here: at("classified", *STATES),
        f"{here}judge/": at("found"),
        f"{here}select/": at("met criteria"),
        f"{here}draft/<str:key>/": at("selected"),
        f"{here}profile/": at("selected"),
        f"{here}send/": at("profiled"),
        f"{here}return/": at("sent"),
        f"{here}stop-waiting/": at("sent"),
        f"{here}leave-out/": at("returned"),
        f"{here}code/": at("returned"),
        f"{here}reconcile/<str:criterion>/": at() | {"approach": [str(apart.pk)]},
        model: {"partnership": [str(row.pk)], "criterion": ["joint_case_management"]},
        "profiles/": {"token": [profiles.token(one.pk) for one in (sent, over)]},
    }


def _nation(cast: Cast) -> None:
    """The clinic is a sovereign nation's, by its own officer."""
    with acting_as(cast.bea, now=cast.at):
        agreements.mark_nation(
            agency=cast.agencies["clinic"],
            evidence="List of federally recognized tribes, 2026",
            by=cast.bea,
            at=cast.at,
        )


def emergency(cast: Cast) -> str:
    """Cruz opened Rosa's record, and closed it again."""
    with acting_as(OPERATOR):
        Agreement.objects.update(emergency_clause=True)
    said = {"by": cast.cruz, "at": timezone.now()}
    with acting_as(cast.cruz):
        glass = access.break_glass(
            given="Rosa",
            family="Luna Ortega",
            born=date(1997, 5, 14),
            reason="medical",
            words="The mother fainted in our waiting room and cannot speak.",
            **said,
        )
        access.close_glass(glass=glass, **said)
    return str(glass.pk)


def letter(folder) -> str:
    (folder / "outbox").mkdir()
    text = "From: a@example.org\nTo: b@example.org\nSubject: A message\n\nPlease look.\n"
    (folder / "outbox" / "1.eml").write_text(text)
    return "1.eml"


def children(cast: Cast) -> dict[str, list[str]]:
    """A child's dates, on Ana's desk, and what a check of the family's needs found."""
    at = timezone.now()
    with acting_as(cast.ana, now=at):
        home = Household.objects.select_related("community").get(pk=cast.household.pk)
        said = {"by": cast.ana, "at": at}
        timelines.watch(household=home, child=cast.people["lucia"], **said)
        found = screenings.record(
            household=home, instrument="needs_check/1", said={"food": "yes"}, **said
        )
    return {
        "child": [str(cast.people["lucia"].pk)],
        "sitting": [str(found.first.sitting)],
        "instrument": ["asq_3", "needs_check"],
        "what": ["referred", "weeks-early"],
    }


def text_of_ours(cast) -> str:
    """A text that Bea's agency says often."""
    with acting_as(cast.bea, now=cast.at):
        made = phrases.write(
            deed="ask_information",
            name="Papers",
            english="Please bring a paper that shows where you live. {agency}",
            spanish="Traiga un papel que diga dónde vive. {agency}",
            form_id=new_id(),
            by=cast.bea,
            at=cast.at,
        )
    return str(made.pk)


def desk_lines(cast) -> list[str]:
    """Lines of work at the clinic and at the library."""
    with everything():
        found = WorkItem.objects.filter(closed_at=None, kind__in=["answer", "give information"])
        return [str(one) for one in found.order_by("kind", "id").values_list("pk", flat=True)[:8]]


def handed_over(cast) -> str:
    """Bea has given one of Ben's to Bill."""
    with everything():
        row = Referral.objects.filter(state="being served").first()
    with acting_as(cast.bea, now=cast.at):
        said = {"giver": cast.users["ben"], "taker": cast.users["bill"], "chosen": [row.pk]}
        done = referrals.hand_over(
            **said, note="On leave.", form_id=new_id(), by=cast.bea, at=cast.at
        )
    return str(done.handover.pk)
