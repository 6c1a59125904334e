"""A passkey signs one version of one agreement for its holder's own agency, once."""

import json
from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.urls import reverse

from kinwork.accounts import confirming
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions, queries
from kinwork.trust.agreements.models import Confirmation, Party
from kinwork.trust.agreements.tests import scenes
from kinwork.trust.agreements.tests.passkeys import Passkey
from kinwork.trust.agreements.tests.test_deed_pages import newcomer
from tests.guards.crawling import Crawler
from tests.seeing import everything
from tests.signing import browser_of

SAID = {"title": "Director", "authority": "Bylaws, article 4"}


@pytest.fixture
def bea(cast):
    """Bea's browser, her passkey, and a text that waits for the clinic's signature."""
    made = scenes.draft(cast)
    scenes.do(cast, "submit", made)
    return Wait(cast, made)


class Wait:
    def __init__(self, cast, made):
        self.cast, self.made = cast, made
        self.key, self.client = Passkey(cast.users["bea"]), browser_of(cast, "bea")

    def party(self, made=None) -> Party:
        rows = scenes.parties(self.cast, made or self.made)
        return next(one for one in rows if one.agency_id == self.cast.bea.agency)

    def where(self, made=None) -> str:
        made = made or self.made
        return reverse("agreements:sign", args=[made.pk, self.party(made).pk, "passkey"])

    def page(self, made=None) -> str:
        return self.client.get(self.where(made)).content.decode()

    def send(self, credential: str, made=None, **said):
        return self.client.post(self.where(made), SAID | {"credential": credential} | said)

    def unsigned(self, made=None) -> bool:
        with everything():
            return self.party(made).signed_at is None and not Confirmation.objects.exists()


def test_it_signs_in_its_holders_own_name(bea):
    assert bea.send(bea.key.answer(bea.page())).status_code == 302
    with everything():
        party, kept = bea.party(), Confirmation.objects.get()
        assert (party.way, party.signed_by, party.signed_on) == (
            *("passkey", bea.cast.users["bea"].name),
            None,
        )
        assert (kept.party_id, kept.user_id) == (party.pk, bea.cast.bea.id)
        assert kept.words == queries.words_digest(bea.made)
        line = AuditEntry.objects.get(verb="agreements.sign")
        assert line.details["way"] == "passkey"
        names = ("challenge", "nonce", "credential", "public_key", "client_data", "device_data")
        told = {name: getattr(kept, name) for name in (*names, "signature")}
        told = {name: bytes(one) if name != "challenge" else one for name, one in told.items()}
        yes = confirming.Yes(user=kept.user_id, **told)
        about = queries.to_confirm(bea.made, party.agency_id)
    assert confirming.proves(yes, about)
    assert not confirming.proves(yes, about + b".")
    assert not confirming.proves(replace(yes, signature=yes.signature[:-1] + b"x"), about)
    assert not confirming.proves(replace(yes, client_data=b"no json"), about)
    seen = browser_of(bea.cast, "dana").get(reverse("agreements:see", args=[bea.made.pk]))
    assert "With a passkey" in seen.content.decode()


def test_an_answer_counts_once(bea):
    """Neither again for the same, nor for another version, nor for words that were changed since."""
    credential = bea.key.answer(bea.page())
    other = scenes.draft(bea.cast)
    scenes.do(bea.cast, "submit", other)
    assert "did not confirm this" in bea.send(credential, made=other).content.decode()
    assert bea.unsigned() and bea.unsigned(other)
    assert bea.send(credential).status_code == 200, "the question was used up"
    late = bea.key.answer(bea.page())
    scenes.do(bea.cast, "withdraw", bea.made)
    scenes.do(bea.cast, "change", bea.made, goal="Something else")
    scenes.do(bea.cast, "submit", bea.made)
    assert "did not confirm this" in bea.send(late).content.decode() and bea.unsigned()
    assert bea.send(bea.key.answer(bea.page())).status_code == 302
    assert bea.send(credential).status_code == 200


@pytest.mark.parametrize("how", ["unverified", "elsewhere", "late", "stranger", "asked by nobody"])
def test_what_is_no_yes(bea, how, monkeypatch):
    page = bea.page()
    if how == "late":
        before = confirming.time.time
        monkeypatch.setattr(confirming.time, "time", lambda: before() + 11 * 60)
    if how == "asked by nobody":
        bea.client = browser_of(bea.cast, "bea")
    key = Passkey(bea.cast.users["ben"]) if how == "stranger" else bea.key
    host = "evil.example.org" if how == "elsewhere" else "testserver"
    sent = bea.send(key.answer(page, verified=how != "unverified", host=host))
    assert sent.status_code == 200 and bea.unsigned()
    shown = sent.content.decode()
    assert "did not confirm this" in shown and 'value="Director"' in shown


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "3", '"x"', "no json", json.dumps({"id": "x", "response": {}})],
)
def test_what_is_no_answer_at_all(bea, credential):
    bea.page()
    assert bea.send(credential).status_code == 200 and bea.unsigned()
    assert bea.send(bea.key.answer(bea.page()), title="").status_code == 200 and bea.unsigned()


def test_the_deed_itself_looks_at_what_was_confirmed(bea):
    """Not only the page: an answer to other words, of somebody else, or used before is refused."""
    other = scenes.draft(bea.cast)
    scenes.do(bea.cast, "submit", other)
    assert bea.send(bea.key.answer(bea.page())).status_code == 302
    with everything():
        kept = Confirmation.objects.get()
    names = ("nonce", "credential", "public_key", "client_data", "device_data", "signature")
    yes = confirming.Yes(
        user=kept.user_id,
        challenge=kept.challenge,
        **{name: bytes(getattr(kept, name)) for name in names},
    )
    for party, said in (
        (bea.party(other), yes),
        (bea.party(other), replace(yes, challenge="0" * 64)),
    ):
        with acting_as(bea.cast.bea, now=bea.cast.at), pytest.raises(Refused, match="not given"):
            actions.sign(party=party, name="", yes=said, by=bea.cast.bea, at=bea.cast.at, **SAID)
    scenes.do(bea.cast, "withdraw", bea.made)
    scenes.do(bea.cast, "submit", bea.made)
    with acting_as(bea.cast.bea, now=bea.cast.at), pytest.raises(Refused, match="not given"):
        actions.sign(party=bea.party(), name="", yes=yes, by=bea.cast.bea, at=bea.cast.at, **SAID)


def test_the_database_keeps_it_as_it_was(bea):
    assert bea.send(bea.key.answer(bea.page())).status_code == 302
    with everything():
        kept = Confirmation.objects.get()
    for name, seen in (("bea", 1), ("dana", 1), ("ben", 0), ("cruz", 0), ("ana", 0), ("rosa", 0)):
        actor = bea.cast.actors[name]
        with acting_as(actor, now=bea.cast.at):
            assert Confirmation.objects.count() == seen, name
    fields = {one.attname: getattr(kept, one.attname) for one in Confirmation._meta.fields}
    del fields["id"]
    with pytest.raises(IntegrityError), acting_as(bea.cast.bea, now=bea.cast.at):
        Confirmation.objects.create(**fields)
    fields["challenge"] = "1" * 64
    for name in ("dana", "ben", "cruz"):
        actor = bea.cast.actors[name]
        with pytest.raises(Exception, match="row-level security"), acting_as(actor):
            Confirmation.objects.create(**fields)
    with pytest.raises(Exception, match="permission denied"), acting_as(bea.cast.bea):
        Confirmation.objects.filter(pk=kept.pk).update(words="x")


def test_nobody_elses_passkey_speaks_for_a_party(cast, bea):
    Passkey(cast.users["dana"])
    dana = browser_of(cast, "dana")
    assert dana.get(bea.where()).status_code == 404
    assert dana.post(bea.where(), SAID | {"credential": "{}"}).status_code == 404
    with acting_as(cast.dana, now=cast.at), pytest.raises(Refused, match="speaks for who holds it"):
        yes = confirming.Yes(cast.dana.id, "", b"", b"", b"", b"", b"", b"")
        actions.sign(party=bea.party(), name="x", yes=yes, by=cast.dana, at=cast.at, **SAID)
    assert browser_of(cast, "ben").get(bea.where()).status_code == 403


def test_who_has_none_is_told_and_sent_another_way(cast):
    made = scenes.draft(cast)
    scenes.do(cast, "submit", made)
    party = next(one for one in scenes.parties(cast, made) if one.agency_id == cast.bea.agency)
    where = reverse("agreements:sign", args=[made.pk, party.pk, "passkey"])
    shown = browser_of(cast, "bea").get(where).content.decode()
    assert "You have no passkey yet" in shown and "By typing your name" in shown
    assert "A passkey needs JavaScript" in shown and "<form method" not in shown.partition("<h1")[2]


def test_a_new_partner_joins_with_it(cast):
    chief = newcomer(cast)
    with everything():
        from kinwork.accounts.models import User

        key = Passkey(User.objects.get(pk=chief.id))
    client, where = Crawler(chief).client, reverse("agreements:join", args=["passkey"])
    page = client.get(where).content.decode()
    assert client.post(where, SAID | {"credential": key.answer(page)}).status_code == 302
    with everything():
        party = Party.objects.get(agency=cast.agencies["new"])
        assert party.way == "passkey" and party.confirmations.count() == 1
