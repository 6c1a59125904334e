"""Who depends on an agreement and what would stop: in words that the database keeps."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.agreements import actions, jobs
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.relying import relying
from kinwork.trust.agreements.tests import scenes
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

TO_THE_CLINIC = "1 open referral to your organization"


def taking_part(cast) -> Agreement:
    with everything():
        return Agreement.objects.get(kind="participation", community=cast.community)


def told(cast, row, who="dana", **later) -> str:
    now = cast.later(**(later or {"minutes": 1}))
    with acting_as(cast.actors[who], now=now):
        found = relying(scenes.fresh(cast, row), cast.actors[who], now)
    return " | ".join([*found.stops, "STAYS", *found.stays])


def page(cast, row, who="dana", name="see", *rest) -> str:
    where = reverse(f"agreements:{name}", args=[row.pk, *rest])
    return " ".join(browser_of(cast, who).get(where).content.decode().split())


def test_taking_part(cast):
    casting.accepted(cast)
    pact = taking_part(cast)
    said = told(cast, pact)
    assert "4 organizations take part by this agreement alone" in said
    assert "5 people who work with families there" in said  # Ana, Ben, Bill, Bea and Cruz
    assert "Fewer than 11 open referrals to its parties go" in said
    assert "What families allowed stays written" in said
    assert TO_THE_CLINIC in told(cast, pact, "bea")
    assert "open referral" not in told(cast, pact, "ana"), "who answers for nobody reads no number"
    for who in ("dana", "bea", "ana", "cora"):
        shown = page(cast, pact, who)
        assert "What would stop the same minute" in shown
        assert not [one for one in ("Rosa", "Luna", "Mateo") if one in shown]
    assert "What stops the same minute" in page(cast, pact, "dana", "move", "suspend")
    assert "Fewer than 11" in page(cast, pact, "dana", "move", "end")


def test_the_database_says_the_same(cast):
    casting.accepted(cast)
    pact = taking_part(cast)
    clinic = cast.agencies["clinic"].pk
    ask = "kw_party(%s, 'participation')"
    assert scenes.asked(cast, ask, clinic)
    scenes.do(cast, "suspend", pact)
    assert not scenes.asked(cast, ask, clinic)
    after = told(cast, pact)
    assert "Fewer than 11 open referrals to its parties wait to be sent another way" in after
    cora = page(cast, pact, "cora")
    assert "What has stopped" in cora and "/worklist/?show=reroute" in cora
    assert "/worklist/" not in page(cast, pact, "dana")
    assert "wait to be sent" not in page(cast, pact, "bea")


def test_who_takes_part_by_another_one_goes_on(cast):
    with acting_as(cast.dana, now=cast.at):
        said = {"starts": cast.at, "by": cast.dana, "at": cast.at}
        other = actions.make_agreement(
            community=cast.community, kind="participation", title="Also", **said
        )
        actions.join(
            agreement=other,
            agency=cast.agencies["clinic"],
            signed_by="Its director",
            by=cast.dana,
            at=cast.at,
        )
    casting.accepted(cast)
    pact = taking_part_first(cast, other)
    said = told(cast, pact)
    assert "3 organizations take part by this agreement alone" in said
    assert "lets these take part, too: Saguaro Wash Clinic" in said
    assert "No open referral has to go another way" in told(cast, pact, "bea")
    scenes.do(cast, "suspend", pact)
    assert scenes.asked(cast, "kw_party(%s, 'participation')", cast.agencies["clinic"].pk)


def taking_part_first(cast, other) -> Agreement:
    with everything():
        return Agreement.objects.exclude(pk=other.pk).get(
            kind="participation", community=cast.community
        )


def test_what_rests_on_a_memorandum(cast):
    ours = scenes.in_force(cast)
    assert "no data-sharing agreement rests on it alone" in told(cast, ours)
    shared = scenes.in_force(cast, "data-sharing", classes=["plan", "health"], storage="Here")
    said = "“Together” opens nothing of Mesquite Flats Library for Saguaro Wash Clinic"
    assert said in told(cast, ours)
    lost = (
        "Saguaro Wash Clinic see nothing more of what Mesquite Flats Library owns: plan and health"
    )
    assert lost in told(cast, shared)
    more = scenes.in_force(cast, "data-sharing", classes=["plan"], storage="Here")
    assert "Library owns: health" in told(cast, shared)
    assert "owns" not in told(cast, more), "the other one carries all of it"
    again = scenes.in_force(cast)
    assert said not in told(cast, ours)
    for one in (ours, again):
        library, clinic = cast.agencies["library"].pk, cast.agencies["clinic"].pk
        assert scenes.asked(cast, "kw_same_mou(%s, %s)", library, clinic)
        scenes.do(cast, "suspend", one)
    assert not scenes.asked(cast, "kw_same_mou(%s, %s)", library, clinic)
    assert "It opens nothing today" in told(cast, shared)


def test_emergencies_figures_licences_and_working_together(cast):
    emergency = scenes.in_force(cast, emergency_clause=True, purposes=["care", "statistics"])
    both = "Mesquite Flats Library and Saguaro Wash Clinic"
    assert f"Nobody at {both} opens a record in an emergency" in told(cast, emergency)
    assert "counted in a figure" not in told(cast, emergency)
    with acting_as(cast.bea, now=cast.at):
        actions.mark_nation(
            agency=cast.agencies["clinic"], evidence="The list", by=cast.bea, at=cast.at
        )
    assert "Nobody of Saguaro Wash Clinic is counted in a figure" in told(cast, emergency)
    again = scenes.in_force(cast, emergency_clause=True)
    assert "in an emergency" not in told(cast, again)
    roof = dict.fromkeys(("place", "services", "hours", "costs"), "x")
    working = scenes.in_force(cast, "co-location", terms=roof, purposes=[])
    assert "no record of a family closes" in told(cast, working)


def test_a_licence_and_one_that_is_not_in_force(cast):
    draft = scenes.draft(cast)
    assert told(cast, draft) == "STAYS"
    assert "What would stop" not in page(cast, draft)
    scenes.do(cast, "submit", draft)
    assert "What would stop" not in page(cast, draft)


def test_a_renewal_missed_closes_the_same_minute_and_lists_what_goes_another_way(cast):
    """Before the clock has run at all; then the clock lays what was sent on those desks."""
    referral = casting.accepted(cast)
    pact = taking_part(cast)
    with everything():
        Agreement.objects.filter(pk=pact.pk).update(ends=cast.later(days=20))
        pact.refresh_from_db()
    last = page(cast, pact, "bea", "renew")
    assert "If it is not renewed, this stops the same minute" in last and TO_THE_CLINIC in last
    assert "not renewed by the end of March 22, 2026" in page(cast, pact, "bea")
    with acting_as(cast.dana, now=cast.at):
        new = actions.make_version(
            agreement=pact, by=cast.dana, at=cast.at, ends=cast.later(days=400)
        )
    assert "Version 2 (Draft) takes its place when all have signed" in told(cast, pact)

    def sees(**later) -> bool:
        with acting_as(cast.ben, now=cast.later(**later)):
            return Person.objects.exists()

    assert sees(days=19, hours=23, minutes=59)
    assert not sees(days=20), "the minute it is over, whenever the clock comes"
    with everything():
        assert Agreement.objects.get(pk=pact.pk).state == "in force"
        from kinwork.trust.access.actions import set_due

        set_due(target=pact.pk, clock=actions.ENDS, at=cast.later(days=20))
    jobs.run_due(cast.later(days=20, minutes=5))
    assert scenes.fresh(cast, pact).state == "ended" and new.state == "draft"
    listed = " ".join(
        browser_of(cast, "cora").get("/worklist/?show=reroute").content.decode().split()
    )
    assert str(referral.pk) in listed and "To be sent another way" in listed
    over = page(cast, pact, "cora")
    assert "What waits" in over and "/worklist/?show=reroute" in over
    desk = browser_of(cast, "ana").get("/desk/").content.decode()
    assert str(referral.pk) in desk


@pytest.mark.parametrize("days", [30, 7])
def test_the_page_says_by_when(cast, days):
    made = scenes.in_force(cast, ends=cast.later(days=days))
    day = (cast.at + timedelta(days=days)).strftime("%B %-d, %Y")
    assert f"not renewed by the end of {day}" in page(cast, made, "bea")
