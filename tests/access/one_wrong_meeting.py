"""One thing wrong at a time, where several grounds of one kind meet: permits, refusals, ties, rows of
one human being."""

from datetime import timedelta

from kinwork.common.ids import new_id
from kinwork.common.models import Text
from kinwork.people.models import IdentityLink
from kinwork.trust.access.models import Block, Tie
from kinwork.trust.consent.models import Consent
from tests.access.dice import DAY, NOW
from tests.access.right import LIVE, agency_, agreement_, home_, join, worker

ROW = "SELECT kw_may_see(%s, %s, %s, %s, %s, NULL, NULL, %s)"
GLASS = {"starts": NOW - timedelta(minutes=9), "ends": NOW + timedelta(minutes=9)}
# What a label wants of a permit.
LABELLED = {
    "part 2": {
        **{"part_2": True, "records": "all", "way": "on paper"},
        "classes": ["health", "sud"],
    },
    "safety": {"named_user_id": "me"},
    "ferpa": {"records": "all", "way": "on paper"},
}


class Scene:
    """A family, an agency that signed everything, a worker of it; ties and permits are to be said."""

    def __init__(self, place, role: str = "caseworker"):
        self.place = place
        self.home, self.adult, self.child = home_(place)
        self.beyond, self.twin, _small = home_(place)
        self.agency = agency_()
        join(agreement_(place, "participation"), self.agency)
        self.actor, self.colleague = (
            worker(place, self.agency, one) for one in (role, "caseworker")
        )
        self.text = Text.objects.create(
            key=f"meet-{new_id().hex[:6]}", language="en", community=place, body="-"
        )

    def tie(self, kind: str = "assignment", **said) -> None:
        right = {"community": self.place, "agency": self.agency, "household": self.home, **LIVE}
        Tie.objects.create(kind=kind, **right | said)

    def consent(self, **said) -> None:
        said = {name: self.actor.id if value == "me" else value for name, value in said.items()}
        right = {
            "community": self.place, "agency": self.agency, "household": self.home,
            "given_by": self.adult, "classes": ["health"], "purposes": ["care"],
            "language": "en", "text": self.text, "way": "by text", **LIVE,
        }  # fmt: skip
        Consent.objects.create(**right | said)

    def linked(self) -> None:
        """Another row of the adult, in another home."""
        one, other = sorted((self.adult, self.twin), key=lambda person: person.pk)
        IdentityLink.objects.create(one=one, other=other, linked_by=agency_(), why="-", **LIVE)

    def asked(self, wanted: bool, sort: str = "health", label: str = "", recorded=None) -> tuple:
        labels = [label] if label else []
        values = (new_id(), None, recorded and recorded.pk, sort, self.adult.pk, labels)
        return self.actor, ROW, values, wanted


def _linked(place):
    """A refusal counts from every row of a human being; a permit from the row's own alone."""
    for consents, shown in (
        (({},), True),
        (({"household": "beyond"},), False),
        (({"given_by": "twin"},), False),
        (({}, {"household": "beyond", "deny": True}), False),
        (({}, {"given_by": "twin", "deny": True}), False),
        (({}, {"household": "beyond", "given_by": "twin", "deny": True}), False),
    ):
        scene = Scene(place)
        scene.linked()
        scene.tie()
        for said in consents:
            named = {
                one: getattr(scene, said[one]) for one in ("household", "given_by") if one in said
            }
            scene.consent(**said | named)
        yield scene.asked(shown)


def _windows(place):
    for ended, shown in ((None, True), (NOW, False), (NOW - DAY, False), (NOW + DAY, True)):
        scene = Scene(place)
        scene.tie()
        scene.consent(ended_at=ended)
        yield scene.asked(shown)


def _labels(place):
    """A permit that says enough stands beside others that say less, before and after it."""
    for label, wants in LABELLED.items():
        for enough in (True, False):
            scene = Scene(place)
            scene.tie()
            for said in ({}, wants if enough else {}, {}):
                scene.consent(**said)
            yield scene.asked(enough, label=label)
    for wants, shown in ((LABELLED["ferpa"], True), ({}, False)):
        scene = Scene(place)
        scene.tie()
        scene.consent(**wants | {"classes": ["education"]})
        yield scene.asked(shown, sort="education")


def _ties(place):
    """A broken glass is for whoever broke it; an intake for whoever conducts it; others beside it."""
    for mine, shown in ((True, True), (False, False)):
        scene = Scene(place, "supervisor")
        for who in (scene.colleague, scene.actor if mine else scene.colleague, scene.colleague):
            scene.tie("glass", user_id=who.id, **GLASS)
        yield scene.asked(shown)
    for kind, shown in (("intake", True), ("team", False)):
        scene = Scene(place, "intake worker")
        for one in ("assignment", kind, "assignment"):
            scene.tie(one, user_id=scene.actor.id)
        yield scene.asked(shown, sort="means", recorded=scene.agency)
    scene = Scene(place, "intake worker")
    scene.tie(user_id=scene.actor.id)
    scene.tie("intake")  # whoever's it is, it is not hers
    yield scene.asked(False, sort="means", recorded=scene.agency)
    for kind, tied in (("team", True), ("glass", False)):
        scene = Scene(place)
        scene.tie(kind, user_id=scene.actor.id, **GLASS)
        yield scene.actor, "SELECT kw_tied(NULL, %s, NULL)", (scene.home.pk,), tied
        yield scene.actor, "SELECT kw_sees_household(%s)", (scene.home.pk,), tied


def _blocks(place):
    """Whom the family has shut out sees nothing, whatever else holds: one worker, or all of theirs."""
    for who, shown in (("nobody", True), ("me", False), ("agency", False), ("colleague", True)):
        scene = Scene(place)
        scene.tie()
        scene.consent()
        named = {
            "me": {"user_id": scene.actor.id},
            "agency": {"agency": scene.agency},
            "colleague": {"user_id": scene.colleague.id},
        }
        if who in named:
            Block.objects.create(household=scene.home, **named[who], **LIVE)
        yield scene.asked(shown)


OF_MEETING = (_linked, _windows, _labels, _ties, _blocks)
