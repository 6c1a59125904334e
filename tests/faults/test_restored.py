"""A backup is put back: what ended since ends again, before anybody is let in.

The deed is done, written into the journal as at its commit, and rolled back: so the database is as the
backup left it, and the journal knows more.
"""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Membership
from kinwork.common import journal
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry, Text
from kinwork.common.trouble import Trouble
from kinwork.config import replaying
from kinwork.config.walls import holes, journal_holes
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority, FamilyDoor
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Closing, Consent
from kinwork.trust.consent.texts import DENY, NARROW
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings, tmp_path):
    settings.JOURNAL_FILE = str(tmp_path / "journal.jsonl")
    made = casting.make_cast(timezone.now())
    made.sent = casting.accepted(made)
    settings.JOURNAL_FILE = str(tmp_path / "after.jsonl")
    return made


class Lost(Exception):
    pass


@pytest.fixture
def lost(django_capture_on_commit_callbacks):
    """Do it, commit as far as the journal goes, and put the backup back."""

    def do(by, *deeds) -> None:
        try:
            with transaction.atomic():
                with django_capture_on_commit_callbacks(execute=True):
                    for deed in deeds:
                        with acting_as(by):
                            deed(by=by, at=timezone.now())
                raise Lost
        except Lost:
            pass

    return do


def again() -> list[str]:
    made: dict = {}
    return [replaying.replay(line, made) for line in replaying.waiting()]


def sees(actor) -> bool:
    with acting_as(actor):
        return Person.objects.filter(given_name="Rosa").exists()


def said(key: str) -> Text:
    return Text.objects.get(key=key, language="es", community=None)


def permit(cast) -> Consent:
    return Consent.objects.get(household=cast.household, deny=False)


def refusing(cast):
    whom = {"household": cast.household, "given_by": cast.people["rosa"]}
    whom |= {"agency": cast.agencies["clinic"], "classes": ["identity", "contact", "household"]}
    return lambda **by: consents.deny(**whom, language="es", text=said(DENY), **by)


def test_every_kind_that_is_kept_can_be_done_again():
    assert set(replaying.DEEDS) == set(journal.KEPT)


def test_an_ended_consent_ends_again_and_its_referral_with_it(cast, lost):
    lost(cast.rosa, lambda **by: consents.end(consent=permit(cast), **by))
    assert sees(cast.ben), "the backup knows nothing of the end"
    assert [one for one in holes() if "a backup was put back" in one], "nobody is let in"
    assert again() == ["done"] and not sees(cast.ben)
    with everything():
        assert Referral.objects.get(pk=cast.sent.pk).state == "consent ended"
        note = AuditEntry.objects.get(verb="disclosures.replay")
        assert note.details == {"what": "consent.end", "found": "done"}
    assert again() == [] and journal_holes() == []


def _blocked(cast):
    return lambda **by: access.block(household=cast.household, user=cast.users["ben"], **by)


def _narrowed(cast):
    return lambda **by: consents.narrow(
        consent=permit(cast), classes=["household"], text=said(NARROW), **by
    )


def _left(cast):
    return lambda **by: consents.leave(household=cast.household.pk, **by)


def _kept(cast):
    return lambda **by: access.withhold(
        kind="court order",
        community=cast.community,
        household=cast.household,
        from_agency=cast.agencies["clinic"],
        evidence="Superior Court 17",
        **by,
    )


@pytest.mark.parametrize(
    ("who", "deed"),
    [
        ("rosa", refusing),
        ("rosa", _blocked),
        ("rosa", _narrowed),
        ("rosa", _left),
        ("ana", _kept),
        ("operator", lambda c: lambda **by: accounts.disable_account(user=c.users["ben"], **by)),
        ("operator", lambda c: lambda **by: agreements.suspend(agreement=_pact(c), **by)),
        ("operator", lambda c: lambda **by: agreements.leave(party=_clinics(c), **by)),
        ("operator", lambda c: lambda **by: agreements.end(agreement=_pact(c), **by)),
        ("operator", lambda c: lambda **by: accounts.end_membership(membership=_hat(c), **by)),
        (
            "operator",
            lambda c: (
                lambda **by: accounts.change_role(membership=_hat(c), role="supervisor", **by)
            ),
        ),
    ],
    ids=[
        "deny",
        "block",
        "narrow",
        "leave",
        "withhold",
        "disable",
        "suspend",
        "party",
        "end",
        "hat",
        "role",
    ],
)
def test_what_closed_him_out_closes_him_out_again(cast, lost, who, deed):
    lost(casting.OPERATOR if who == "operator" else cast.actors[who], deed(cast))
    assert sees(cast.ben)
    assert set(again()) == {"done"}
    assert not sees(cast.ben)
    assert replaying.waiting() == []


def _pact(cast) -> Agreement:
    return Agreement.objects.get(community=cast.community)


def _clinics(cast) -> Party:
    return Party.objects.get(agreement=_pact(cast), agency=cast.agencies["clinic"])


def _hat(cast) -> Membership:
    return Membership.objects.get(user=cast.users["ben"])


def test_what_was_taken_back_meanwhile_is_taken_back_again(cast, lost):
    """Shut out, then let in again: by the block that the first line makes anew."""
    made = []
    lost(
        cast.rosa,
        lambda **by: made.append(
            access.block(household=cast.household, user=cast.users["ben"], **by)
        ),
        lambda **by: access.unblock(block=made[0], **by),
    )
    assert again() == ["done", "done"] and sees(cast.ben)


def test_a_family_that_left_and_came_back_is_there(cast, lost):
    lost(
        cast.rosa,
        _left(cast),
        lambda **by: consents.stay(closing=Closing.objects.get(), **by),
    )
    assert set(again()) == {"done"} and sees(cast.rosa)


def test_doors_and_authority(cast, lost):
    lost(cast.rosa, lambda **by: access.end_keys(household=cast.household.pk, **by))
    with everything():
        authority = Authority.objects.filter(person=cast.people["mateo"].pk).first()
    lost(
        cast.ana,
        lambda **by: access.end_authority(
            authority=Authority.objects.get(pk=authority.pk), because="A judge said so", **by
        ),
    )
    assert again() == ["done", "done"]
    with everything():
        assert FamilyDoor.objects.filter(household=cast.household.pk).exists()
        assert Authority.objects.get(pk=authority.pk).ends is not None


def test_what_the_database_never_knew_is_gone_through(cast, lost):
    """A consent that was given after the backup: nothing to end."""

    def given_and_ended(**by) -> None:
        new = consents.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["bloom"],
            classes=["identity"],
            text=said("consent.referral"),
            language="es",
            **by,
        )
        consents.end(consent=new, **by)

    lost(cast.rosa, given_and_ended)
    assert again() == ["gone"] and replaying.waiting() == []


def test_a_line_holds_no_name_and_nobody_forges_one(cast, lost):
    lost(cast.rosa, lambda **by: consents.end(consent=permit(cast), **by), refusing(cast))
    path = journal.kept()
    text = path.read_text()
    assert len(text.splitlines()) == 2 and path.stat().st_mode & 0o077 == 0
    # No run of hex digits spells these; a number of a phone would be found in a digest by chance.
    assert not [name for name in ("Rosa", "Luna", "Clinic", "@", "+1") if name in text]
    line = journal.read(path)[0]
    assert datetime.fromisoformat(line["at"]) and line["verb"] == "consent.end"
    path.write_text(text.replace('"target": "', '"target": "f', 1))
    with pytest.raises(Trouble, match="Line 1 of the journal"):
        journal.read(path)
    path.write_text(text.splitlines()[1] + "\n" + text.splitlines()[0] + "\n")
    assert "was not written by this installation" in journal_holes()[0]


def test_a_demo_keeps_none(cast, settings, tmp_path):
    settings.JOURNAL_FILE = ""
    settings.DEMO = True
    assert journal.kept() is None
    settings.DEMO = settings.TESTING = False
    assert journal.kept().name == "revocations.jsonl"
