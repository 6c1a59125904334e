"""A text is negotiated clause by clause: who says and reads what, until when, and whose desk it lies on."""

import pytest
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.models import Remark
from tests.seeing import everything
from tests.signing import browser_of

from . import scenes as deeds

WORDS = "Only for care, and for a year."


def said(cast, made, by="bea", clause="purpose", words=WORDS) -> Remark:
    return deeds.do(cast, "remark", made, by=cast.actors[by], clause=clause, words=words)


def settled(cast, one, by="dana", answer="The text says it now.") -> Remark:
    actor = cast.actors[by]
    with acting_as(actor, now=cast.later(hours=1)):
        return actions.settle_remark(remark=one, answer=answer, by=actor, at=cast.later(hours=1))


def lines(cast) -> list[str]:
    with everything():
        found = WorkItem.objects.filter(kind=actions.REMARKED, closed_at=None)
        return [one.agency.name for one in found.select_related("agency")]


def count(cast, by: str) -> int:
    with acting_as(cast.actors[by], now=cast.at):
        return Remark.objects.count()


def page(made, clause="purpose") -> str:
    return reverse("agreements:clause", args=[made.pk, clause])


def test_said_by_a_party_read_by_the_lead_and_answered(cast):
    made = deeds.draft(cast)
    one = said(cast, made)
    assert lines(cast) == ["Saguaro Wash Family Partnership"]
    again = said(cast, made, words="  And in Spanish.  ")
    assert again.words == "And in Spanish." and len(lines(cast)) == 1
    assert settled(cast, one).answer == "The text says it now."
    assert lines(cast) and settled(cast, one, answer="Other").answer == "The text says it now."
    settled(cast, again, answer="")
    assert lines(cast) == []
    with everything():
        verbs = AuditEntry.objects.filter(target_id=made.pk, verb__contains="remark")
        assert list(verbs.order_by("at", "verb").values_list("verb", flat=True)) == [
            *("agreements.remark", "agreements.remark"),
            *("agreements.settle_remark", "agreements.settle_remark"),
        ]


def test_the_leads_own_lies_on_no_desk(cast):
    said(cast, deeds.draft(cast), by="dana")
    assert lines(cast) == []


@pytest.mark.parametrize("who", ["ana", "ben", "cruz", "cora", "sam", "eve", "rosa"])
def test_nobody_else_says_or_reads_it(cast, who):
    made = deeds.draft(cast)
    said(cast, made)
    with pytest.raises(Refused):
        said(cast, made, by=who)
    assert count(cast, who) == 0
    browser = browser_of(cast, who)
    assert browser.get(page(made)).status_code in (302, 403, 404)
    assert browser.post(page(made), {"words": "x"}).status_code in (302, 403, 404)
    seen = browser.get(reverse("agreements:see", args=[made.pk]))
    assert "open remark" not in seen.content.decode() and WORDS not in seen.content.decode()
    assert count(cast, "dana") == 1


def test_a_party_answers_nothing(cast):
    made = deeds.draft(cast)
    one = said(cast, made)
    with pytest.raises(Refused):
        settled(cast, one, by="bea")
    settle = reverse("agreements:settle", args=[made.pk, one.pk])
    assert browser_of(cast, "bea").post(settle, {"answer": "x"}).status_code == 403


def test_only_until_all_have_signed(cast):
    made = deeds.in_force(cast)
    with pytest.raises(Refused, match="cannot be done now"):
        said(cast, made)
    shown = browser_of(cast, "bea").get(page(made)).content.decode()
    assert "All have signed" in shown and "<textarea" not in shown
    assert browser_of(cast, "bea").post(page(made), {"words": "x"}).status_code == 200
    assert count(cast, "dana") == 0


def test_who_left_or_was_dropped_reads_no_more(cast):
    made = deeds.draft(cast)
    said(cast, made)
    assert count(cast, "bea") == 1
    party = next(one for one in deeds.parties(cast, made) if one.agency_id == cast.bea.agency)
    with acting_as(cast.dana, now=cast.at):
        actions.drop_party(party=party, by=cast.dana, at=cast.at)
    assert count(cast, "bea") == 0 and count(cast, "dana") == 1
    with pytest.raises(Refused):
        said(cast, made)


def test_what_is_no_clause_and_no_words(cast):
    made = deeds.draft(cast)
    with pytest.raises(KeyError):
        said(cast, made, clause="nonsense")
    with pytest.raises(Refused, match="Write what should be other"):
        said(cast, made, words=" \n ")
    browser = browser_of(cast, "bea")
    assert browser.get(page(made, "nonsense")).status_code == 404
    assert browser.get(page(made, "licence")).status_code == 404  # not in this text
    kept = browser.post(page(made), {"words": "x" * 4001}).content.decode()
    assert "x" * 4001 in kept and count(cast, "dana") == 0


def test_on_pages_from_both_sides(cast):
    made = deeds.draft(cast)
    see = reverse("agreements:see", args=[made.pk])
    bea, dana = browser_of(cast, "bea"), browser_of(cast, "dana")
    assert page(made) in bea.get(see).content.decode()
    assert bea.post(page(made), {"words": "<b>Only care</b>"}).status_code == 302
    assert "1 open remark" in dana.get(see).content.decode()
    shown = dana.get(page(made)).content.decode()
    assert "&lt;b&gt;Only care" in shown and "Saguaro Wash Clinic" in shown and "Bea" in shown
    with everything():
        one = Remark.objects.get()
    settle = reverse("agreements:settle", args=[made.pk, one.pk])
    assert settle in shown and settle not in bea.get(page(made)).content.decode()
    assert dana.post(settle, {"answer": "It does."}).status_code == 302
    assert "It does." in bea.get(page(made)).content.decode()
    assert "all taken up" in dana.get(see).content.decode()
    assert "<textarea" not in dana.get(settle).content.decode()


def test_a_double_click_says_it_once(cast):
    made = deeds.draft(cast)
    bea = browser_of(cast, "bea")
    form = {"words": WORDS, "form_id": "6b1f7f0a-58a1-4c0e-9d0b-3f6f6a3c5d11"}
    assert [bea.post(page(made), form).status_code for _time in range(2)] == [302, 302]
    assert count(cast, "dana") == 1


def test_a_clause_that_is_gone_is_still_answered(cast):
    made = deeds.draft(cast, storage="On paper")
    one = said(cast, made, clause="keeping")
    deeds.do(cast, "change", made, storage="")
    dana = browser_of(cast, "dana")
    shown = dana.get(reverse("agreements:see", args=[made.pk])).content.decode()
    assert "a clause that is gone" in shown and page(made, "keeping") in shown
    settle = reverse("agreements:settle", args=[made.pk, one.pk])
    assert settle in dana.get(page(made, "keeping")).content.decode()
    assert dana.post(settle, {"answer": "Taken out."}).status_code == 302
    assert lines(cast) == []


def test_when_all_have_signed_nothing_waits_on_a_desk(cast):
    made = deeds.draft(cast)
    said(cast, made)
    deeds.do(cast, "submit", made)
    for party in deeds.parties(cast, made):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **deeds.SIGNED)
    assert deeds.fresh(cast, made).state == "in force" and lines(cast) == []
