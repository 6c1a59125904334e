"""A community where every page has something to show, and one where nothing has happened yet.

world = make_world(cast's town, folder)
world.guests["ana"].client      a browser that is signed in
world.known["referral"]         what can stand in an address by that name
"""

import re
import time
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import signing
from django.test import Client
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.current import DRAFT
from kinwork.accounts.models import Invitation, Mail, Membership, User
from kinwork.accounts.rules import STAFF_ROLES
from kinwork.accounts.tokens import ResetTokens
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.directory import actions as directory
from kinwork.directory.models import Correction, Quarantined
from kinwork.family.facts import actions as facts
from kinwork.family.facts.documents import actions as documents
from kinwork.family.facts.tests.papers import photo
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.conftest import _findable
from kinwork.family.intake.tests.walking import Walk, birth, skip_questions, story
from kinwork.family.programs.tests import scenes as own_programs
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import links
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.tests.feeds import tables, write
from kinwork.library.questions.bank import bank
from kinwork.people.actions import NewPerson
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.tests import scenes as signed
from kinwork.trust.consent import links as consent_links
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests import deeds as consent_deeds
from kinwork.trust.consent.texts import REFERRAL
from kinwork.trust.disclosures.tests.scenes import odd_view
from tests import cast as casting
from tests.cast import OPERATOR, Cast
from tests.guards.crawling import Crawler, worker
from tests.journeys.every_page.linked import linked
from tests.journeys.every_page.passkey import passkey
from tests.journeys.people import open_town
from tests.seeing import everything

PASSWORD = "two herons by the wash"


@dataclass
class Guest:
    """Somebody with a browser: who they are, and the same person where nothing has happened."""

    name: str
    actor: Actor
    client: Client
    empty: "Guest | None" = None
    # Addresses that told this guest: forms only, no page to get here.
    forms_only: set[str] = field(default_factory=set)


@dataclass
class World:
    cast: Cast
    guests: list[Guest] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)
    # What can stand in one address alone, though others have a name like it.
    only: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def guest(self, name: str) -> Guest:
        return next(one for one in self.guests if one.name == name)


def make_world(folder, settings) -> World:
    """Two communities, their people, and a thing of every kind; the site speaks for the first."""
    town = open_town()
    world, cast = World(town.cast), town.cast
    settings.COMMUNITY = cast.community.slug
    linked(cast)
    made = _referrals(cast)
    nothing = casting.make_cast(cast.at, household=False)
    told = _told(cast, folder)
    told["referral"] = [str(one.pk) for one in made.values()]
    told["token"] = [_old_token(made["diapers"]), links.token(made["diapers"].pk)]
    told["service"] = [str(one.pk) for one in cast.services.values()]
    told["household"] = [str(cast.household.pk)]
    told["person"] = [str(one.pk) for one in cast.people.values()]
    with everything():
        told["consent"] = [str(one.pk) for one in Consent.objects.all()]
        told["authority"] = [str(one.pk) for one in Authority.objects.all()]
    told["ask"] = [str(consent_deeds.asked(cast, at=timezone.now()).ask.pk)]
    told["name"] = [_letter(folder)]
    told |= _papers(cast)
    told["view"] = [str(odd_view(cast).pk)]
    told["own"] = [str(own_programs.draft(cast).pk)]
    world.known = told
    world.only = {
        "accounts/invitation/": {"key": told.pop("key")},
        "services/": {"id": [told["service"][0], _safe_service(cast)]},
        "services/<uuid:id>/correct/": {"id": told["service"]},
        "ours/story/": {"key": list(bank())},
        "start/": {"key": list(bank())},
        "households/<uuid:household>/facts/correct/": {"key": ["income", "place", "homeless"]},
        "households/<uuid:household>/papers/add/": {"kind": ["income"]},
        "ours/papers/add/": {"kind": ["income"]},
        "community/texts/": {"key": [REFERRAL], "language": ["en", "es"]},
        "agreements/": _agreements(cast),
        "agreements/nation/": {"verb": ["withhold", "allow", "withdraw"]},
        "consent/": {"token": [consent_links.token(told["ask"][0]), "no-such-link"]},
        "emergencies/": {"glass": [_emergency(cast)]},
        "programs/alignment/": {"left": ["wic"], "right": ["snap"]},
    }
    _guests(world, nothing, made, town)
    return world


# What has happened -----------------------------------------------------------------------------


def _referrals(cast: Cast) -> dict:
    """A referral in each state that has pages of its own."""
    at = cast.later(minutes=20)
    made = {"sent": casting.sent(cast), "draft": casting.draft(cast)}
    for state in ("asked", "waiting", "declined", "date", "served", "stopping", "missed", "being"):
        made[state] = casting.sent(cast)
    made["diapers"] = casting.sent(cast, "diapers", answers=casting.need(cast, code="diapers"))
    said = {"by": cast.ben, "at": at}
    with acting_as(cast.ben, now=at):
        referrals.ask_information(referral=made["asked"], message="Which days?", **said)
        referrals.waitlist(referral=made["waiting"], **said)
        referrals.decline(referral=made["declined"], reason="no room", **said)
        for name in ("date", "served", "missed", "being"):
            made[name] = referrals.accept(referral=made[name], **said)
        for name in ("date", "missed"):
            starts = cast.later(days=2)
            made[name] = referrals.schedule(referral=made[name], starts_at=starts, **said)
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


def _old_token(referral) -> str:
    """A link whose days are over."""
    signer = signing.TimestampSigner(salt=links.SALT)
    signer.timestamp = lambda: signing.b62_encode(1_700_000_000)
    return signer.sign_object(str(referral.pk))


def _told(cast: Cast, folder) -> dict[str, list[str]]:
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


def _safe_service(cast: Cast) -> str:
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


def _papers(cast: Cast) -> dict[str, list[str]]:
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


def _agreements(cast: Cast) -> dict[str, list[str]]:
    """One in force, one that waits for signatures, one that is being written."""
    made = {
        "force": signed.in_force(cast, ends=timezone.now() + timedelta(days=60)),
        "review": signed.draft(cast),
        "draft": signed.draft(cast),
    }
    signed.do(cast, "submit", made["review"])
    _nation(cast)
    return {
        "agreement": [str(one.pk) for one in made.values()],
        "party": [str(one.pk) for pact in made.values() for one in signed.parties(cast, pact)],
        "verb": ["suspend", "submit", "withdraw", "end"],
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


def _emergency(cast: Cast) -> str:
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


def _letter(folder) -> str:
    (folder / "outbox").mkdir()
    text = "From: a@example.org\nTo: b@example.org\nSubject: A message\n\nPlease look.\n"
    (folder / "outbox" / "1.eml").write_text(text)
    return "1.eml"


# Who looks -------------------------------------------------------------------------------------


def _guests(world: World, nothing: Cast, made: dict, town) -> None:
    """In the order in which they are asked: a page is opened as the first who may see it."""
    cast = world.cast
    world.guests.append(Guest("visitor", VISITOR, Client()))
    new_family = _with_nothing(nothing)
    world.guests.append(_guest("rosa", cast.rosa, _guest("family with nothing", new_family)))
    world.guests.append(_on_the_way("draft", town))
    world.guests.append(_on_the_way("draft that agreed", town, agree=True))
    world.guests.append(_asked_now())
    world.guests.append(_guest("link", casting.link_holder(made["diapers"])))
    names = {actor.role: name for name, actor in cast.actors.items() if actor.is_staff}
    names["provider staff"] = "ben"
    for role in STAFF_ROLES:
        at_home = cast.actors.get(names.get(role, ""))
        twin = nothing.actors.get(names.get(role, "")) or worker(nothing, role, "backbone")
        agency = "library" if role == "account administrator" else "backbone"
        actor = at_home or worker(cast, role, agency)
        world.guests.append(_guest(role, actor, _guest(f"{role} with nothing", twin)))
    ana = world.guest("navigator")
    _desk_intake(world, ana.client, town)
    _own_account(world, ana)


def _guest(name: str, actor: Actor, empty: Guest | None = None) -> Guest:
    client = Crawler(actor).client
    client.raise_request_exception = True
    return Guest(name, actor, client, empty)


def _with_nothing(cast: Cast) -> Actor:
    """A family that told who it is, and nothing more."""
    told = NewPerson("Inés", "Paz", "caregiver", date(1995, 2, 1))
    home = casting.record_family(cast, cast.ana, [told])
    return Actor("family", told.id, home.id, "family member", cast.community.id)


def _on_the_way(name: str, town, *, agree: bool = False) -> Guest:
    """A family alone, all questions behind it, nothing sent."""
    walk = Walk(Client())
    story(walk, needs=("home-visiting", "diapers"))
    skip_questions(walk)
    walk.get("/start/result/")
    walk.post("/start/result/")
    walk.post("/start/places/", services=[town.service["visits"], town.service["diapers"]])
    walk.post("/start/reach/", channel="email", email="rosa@example.org", safe="yes")
    for _service in range(2 if agree else 0):
        walk.post(walk.here, agree="yes")
    with everything():
        held = walk.client.session[DRAFT]
    return Guest(name, Actor("draft", held), walk.client)


def _asked_now() -> Guest:
    """A family alone before its first question."""
    walk = Walk(Client())
    story(walk)
    with everything():
        held = walk.client.session[DRAFT]
    return Guest("draft with questions", Actor("draft", held), walk.client)


def _desk_intake(world: World, client: Client, town) -> None:
    walk = Walk(client)
    walk.get("/start/desk/")
    walk.post("/start/desk/", needs=["home-visiting"], soon="2 days", where="85201")
    with everything():
        here = Draft.objects.exclude(agency=None).latest("began_at")
    world.known["draft_id"] = [str(here.pk)]
    where = f"/start/desk/{here.pk}"
    walk.post(walk.here, given="Marta", family="Soto", **birth(date(1999, 1, 2)))
    walk.get(f"{where}/people/add/child/")
    walk.post(walk.here, given="Iker", **birth(date(2024, 2, 3)))
    walk.post(f"{where}/people/")
    walk.get(f"{where}/result/")
    walk.post(f"{where}/result/")
    walk.post(f"{where}/places/", services=[town.service["visits"]])
    walk.post(f"{where}/reach/", channel="phone", phone="520-555-0199", safe="no")
    walk.post(walk.here, agree="yes")
    with everything():
        drafts = Draft.objects.all()
        said = [name for draft in drafts for name in draft.answers]
    told = [name.removeprefix("member:") for name in said if name.startswith("member:")]
    world.known["person"] = [*told, *world.known["person"]]


def _own_account(world: World, ana: Guest) -> None:
    """Ana has a password, a passkey and codes; Nadia has nothing yet; Omar stands at the codes."""
    cast = world.cast
    with everything():
        user = User.objects.get(pk=ana.actor.id)
        user.set_password(PASSWORD)
        user.save()
        RecoveryCodes.activate(user)
        key = Authenticator.objects.create(user=user, type="webauthn", data=passkey())
        omar = User.objects.get(pk=cast.users["ben"].pk)
        omar.set_password(PASSWORD)
        omar.save()
    world.known["pk"].append(str(key.pk))
    _just_signed_in(ana.client, user)
    nadia = cast.users["bill"]
    with everything():
        Authenticator.objects.filter(user=nadia).delete()
    world.guests.append(Guest("not yet protected", VISITOR, _just_signed_in(Client(), nadia)))
    with everything():
        late = User.objects.get(pk=worker(cast, "navigator", "bloom").id)
        late.training_due = timezone.now()
        late.save()
    client = _just_signed_in(Client(), late)
    world.guests.append(Guest("whose training is over", VISITOR, client))
    half = Client()
    half.post("/accounts/sign-in/", {"login": omar.email, "password": PASSWORD})
    world.guests.append(Guest("half signed in", VISITOR, half))
    forgot = Client()
    with acting_as(VISITOR):
        uid, token = user_pk_to_url_str(omar), ResetTokens().make_token(omar)
    forgot.get(f"/accounts/password/reset/{uid}-{token}/")
    world.guests.append(Guest("forgot the password", VISITOR, forgot))
    world.known["uidb36"] = [uid]
    world.only["accounts/^password"] = {"key": ["set-password", "too-late"]}


def _just_signed_in(client: Client, user: User) -> Client:
    """So that nothing asks for the password again."""
    with acting_as(VISITOR):
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": time.time()},
            {"method": "password", "at": time.time(), "email": user.email, "reauthenticated": True},
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client
