"""Who looks at every page: somebody of each kind with a browser, and their twin where nothing is."""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone

from kinwork.accounts.current import DRAFT
from kinwork.accounts.models import User
from kinwork.accounts.rules import STAFF_ROLES
from kinwork.accounts.tokens import ResetTokens
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import Walk, birth, skip_questions, story
from kinwork.people.actions import NewPerson
from tests import cast as casting
from tests.cast import Cast
from tests.guards.crawling import Crawler, worker
from tests.journeys.every_page.passkey import passkey
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


def guests(world: World, nothing: Cast, made: dict, town) -> None:
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
    walk.get(f"{where}/paper/")
    day = timezone.localdate() - timedelta(days=9)
    on_paper = f"{day.month} {day.day} {day.year}"
    walk.post(f"{where}/paper/", day=on_paper, filled_by="family", soon="routine", where="85201")
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
