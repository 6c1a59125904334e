"""Every deed of an agreement, by everybody who might try it; and what the database makes of it."""

import pytest
from django.db import IntegrityError, transaction

from kinwork.accounts.models import Agency
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.models import Party
from tests.cast import OPERATOR
from tests.seeing import everything

from .scenes import SIGNED, asked, do, draft, fresh, in_force, parties


def test_only_what_all_have_signed_counts(cast):
    made = draft(cast)
    one, other = cast.agencies["library"].pk, cast.agencies["clinic"].pk
    said = "kw_same_mou(%s, %s)"
    assert asked(cast, said, one, other) is False
    do(cast, "submit", made)
    first, last = parties(cast, made)
    with acting_as(cast.dana, now=cast.at):
        actions.sign(party=first, by=cast.dana, at=cast.at, **SIGNED)
    assert fresh(cast, made).state == "partly signed"
    assert asked(cast, said, one, other) is False
    with acting_as(cast.bea, now=cast.at):  # supervisor at the clinic
        actions.sign(party=last, by=cast.bea, at=cast.at, **SIGNED)
    assert fresh(cast, made).state == "in force"
    assert asked(cast, said, one, other) is True


def test_suspended_resumed_ended(cast):
    made = in_force(cast)
    one, other = cast.agencies["library"].pk, cast.agencies["clinic"].pk
    for verb, state, counts in (
        ("suspend", "suspended", False),
        ("resume", "in force", True),
        ("end", "ended", False),
    ):
        do(cast, verb, made)
        assert fresh(cast, made).state == state
        assert asked(cast, "kw_same_mou(%s, %s)", one, other) is counts
    for verb in ("suspend", "resume", "end", "submit"):
        with pytest.raises(Refused):
            do(cast, verb, made)


@pytest.mark.parametrize("who", ["ana", "ben", "cruz", "cora", "sam", "eve", "rosa", "bea"])
@pytest.mark.parametrize("verb", ["suspend", "end", "submit", "make_version", "resume"])
def test_only_who_convenes_moves_it(cast, verb, who):
    made = draft(cast) if verb == "submit" else in_force(cast)
    before = fresh(cast, made).state
    actor = cast.actors[who]
    with acting_as(actor, now=cast.at), pytest.raises(Refused):
        getattr(actions, verb)(agreement=made, by=actor, at=cast.at)
    assert fresh(cast, made).state == before


@pytest.mark.parametrize(
    ("who", "may"), [("bea", True), ("ben", False), ("ana", False), ("rosa", False)]
)
def test_each_party_signs_for_itself(cast, who, may):
    made = draft(cast)
    do(cast, "submit", made)
    clinic = next(one for one in parties(cast, made) if one.agency_id == cast.agencies["clinic"].pk)
    library = next(one for one in parties(cast, made) if one.pk != clinic.pk)
    actor = cast.actors[who]
    for party, allowed in ((clinic, may), (library, False)):
        with acting_as(actor, now=cast.at):
            if allowed:
                actions.sign(party=party, by=actor, at=cast.at, **SIGNED)
            else:
                with pytest.raises(Refused):
                    actions.sign(party=party, by=actor, at=cast.at, **SIGNED)


def test_nobody_signs_twice_or_without_authority(cast):
    made = draft(cast)
    do(cast, "submit", made)
    party = parties(cast, made)[0]
    with acting_as(cast.dana, now=cast.at):
        with pytest.raises(Refused):
            actions.sign(party=party, by=cast.dana, at=cast.at, **{**SIGNED, "authority": " "})
        actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
        with pytest.raises(Refused, match="Inés Duarte"):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=party.pk).update(authority="")


def test_what_is_missing_is_named(cast):
    with acting_as(cast.dana, now=cast.at):
        lone = actions.make_agreement(
            community=cast.community,
            kind="mou",
            title="Alone",
            starts=cast.at,
            by=cast.dana,
            at=cast.at,
        )
        with pytest.raises(Refused, match="at least two parties"):
            actions.submit(agreement=lone, by=cast.dana, at=cast.at)
        with pytest.raises(Refused, match="who receives the extract"):
            actions.make_agreement(
                community=cast.community,
                kind="data use licence",
                title="Extract",
                starts=cast.at,
                purposes=["evaluation"],
                by=cast.dana,
                at=cast.at,
            )
    sharing = draft(cast, "data-sharing")
    with pytest.raises(Refused, match="the kinds of data, how data is sent"):
        do(cast, "submit", sharing)


def test_sharing_is_for_the_recipients_it_names(cast):
    in_force(cast, "data-sharing", classes=["health"], storage="Here only")
    library, clinic, bloom = (cast.agencies[name].pk for name in ("library", "clinic", "bloom"))
    said = "kw_licensed(%s, %s, %s)"
    assert asked(cast, said, library, "health", clinic) is True
    assert asked(cast, said, library, "health", bloom) is False
    assert asked(cast, said, library, "means", clinic) is False
    assert asked(cast, said, clinic, "health", library) is False


def test_no_victim_services(cast):
    with acting_as(OPERATOR, now=cast.at):
        Agency.objects.filter(pk=cast.agencies["bloom"].pk).update(is_victim_service_provider=True)
    made = draft(cast)
    with acting_as(cast.dana, now=cast.at), pytest.raises(Refused):
        bloom = Agency.objects.get(pk=cast.agencies["bloom"].pk)
        actions.name_party(agreement=made, agency=bloom, by=cast.dana, at=cast.at)


def test_every_deed_stands_in_the_trail(cast):
    made = in_force(cast)
    do(cast, "suspend", made)
    with everything():
        verbs = set(AuditEntry.objects.filter(target_id=made.pk).values_list("verb", flat=True))
    assert verbs == {
        "agreements.make_agreement",
        "agreements.name_party",
        "agreements.submit",
        "agreements.sign",
        "agreements.put_in_force",
        "agreements.suspend",
    }
