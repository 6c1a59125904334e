"""What must be known before a date: where texts and mail fail, somebody calls. And how a call ends."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, jobs, rules
from kinwork.family.contact.models import ContactPoint
from kinwork.family.contact.rules import Way
from kinwork.family.contact.tests import scenes
from kinwork.family.contact.tests.test_outbox import no_server  # noqa: F401
from kinwork.family.contact.tests.test_pages import by_hand, page
from kinwork.trust.access.models import Tie
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
PHONE = Way("phone", "520-555-0142")


def test_a_call_only_where_nothing_else_is_left():
    said = {"texts": True, "by_hand": False}
    assert rules.choose([PHONE], **said) is None
    assert rules.choose([PHONE], **said, call_instead=True) == PHONE
    mail = Way("email", "rosa@example.org")
    assert rules.choose([PHONE, mail], **said, call_instead=True) == mail
    assert rules.choose([Way("mail", "P.O. Box 7")], **said, call_instead=True) is None
    assert rules.CALL_INSTEAD <= rules.WORTH_A_CALL


def soon(cast, key="appointment.soon", good_hours=48):
    home = cast.household
    with acting_as(clock(home.pk, cast.community.pk)) as by:
        return actions.tell_family(
            household=home.pk,
            community=cast.community.pk,
            key=key,
            about=home.pk,
            good_until=cast.later(hours=good_hours),
            by=by,
            at=cast.at,
        )


def also(cast, channel, value):
    with acting_as(cast.ana, now=cast.at):
        actions.record_contact(
            household=cast.household,
            channel=channel,
            value=value,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )


def test_mail_fails_then_somebody_calls_before_the_date(no_server):  # noqa: F811
    cast = casting.make_cast()
    scenes.reach(cast, "email", "rosa@example.org")
    also(cast, "phone", "520-555-0142")
    message, at = soon(cast), cast.at
    for _try in range(12):
        if scenes.try_at(message, at) != "waiting":
            break
        at = scenes.line(message).next_at
    row = scenes.line(message)
    assert (row.state, row.channel) == ("on a desk", "phone") and at < row.good_until
    (task,) = scenes.lines_of("call to make")
    assert task.due_at <= row.good_until and scenes.lines_of("message failed") == []
    status, text = page(cast, "ana", f"/contact/by-hand/{row.pk}/")
    assert status == 200 and "520-555-0142" in text


def test_a_text_that_fails_goes_by_mail_then_by_a_call_to_that_number(
    tmp_path,
    settings,
    no_server,  # noqa: F811
):
    cast = casting.make_cast()
    with scenes.gateway(tmp_path, settings) as phone:
        phone.manners = {"fail": 9, "status": 400}
        scenes.reach(cast, "text", "520-555-0142")
        also(cast, "email", "rosa@example.org")
        also(cast, "phone", "520-555-0142")
        message, at, ways = soon(cast), cast.later(hours=1), []
        for _try in range(12):
            state = scenes.try_at(message, at)
            ways.append(scenes.line(message).channel)
            if state != "waiting":
                break
            at = scenes.line(message).next_at
    assert ways[0] == "text" and "email" in ways and ways[-1] == "phone"
    assert scenes.line(message).state == "on a desk" and len(scenes.lines_of("call to make")) == 1


def test_other_news_is_not_called_about(no_server):  # noqa: F811
    cast = casting.make_cast()
    scenes.reach(cast, "email", "rosa@example.org")
    also(cast, "phone", "520-555-0142")
    message, at = soon(cast, "referral.sent", 24 * 9), cast.at
    for _try in range(12):
        if scenes.try_at(message, at) != "waiting":
            break
        at = scenes.line(message).next_at
    assert scenes.line(message).state == "failed"


def test_not_safe_now_comes_back_and_at_last_somebody_decides():
    cast = casting.make_cast(call_tries=2)
    row = by_hand(cast, "phone", "520-555-0142")
    path = f"/contact/by-hand/{row.pk}/"
    (first,) = scenes.lines_of("call to make")
    page(cast, "ana", f"{path}ended/", how="not now")
    (task,) = scenes.lines_of("call to make")
    assert scenes.line(row).state == "on a desk" and task.due_at > first.due_at
    page(cast, "ana", f"{path}ended/", how="not now")
    assert (scenes.line(row).state, scenes.line(row).why) == ("failed", "not safe now")
    assert scenes.lines_of("call to make") == [] and len(scenes.lines_of("message failed")) == 1
    assert "not safe to talk each time" in page(cast, "ana", f"/contact/failed/{row.pk}/")[1]


def test_a_wrong_number_leads_to_another_way(mailbox):
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    also(cast, "email", "rosa.two@example.org")
    page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="wrong")
    assert scenes.lines_of("call to make") == []
    assert scenes.try_at(row, cast.later(hours=3)) == "sent"
    assert mailbox[0]["to"] == "rosa.two@example.org"


def test_where_no_way_is_left_it_is_a_task():
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="wrong")
    assert scenes.try_at(row, cast.later(hours=3)) == "failed"
    assert scenes.line(row).why == "no safe way" and len(scenes.lines_of("message failed")) == 1


def test_a_call_whose_number_is_no_longer_safe_shows_no_number():
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    with everything():
        ContactPoint.objects.filter(channel="phone").update(is_safe=False)
    text = page(cast, "ana", f"/contact/by-hand/{row.pk}/")[1]
    assert "no safe way to call" in text and "520-555-0142" not in text and "Hola" not in text
    assert 'value="told"' not in text and 'value="wrong"' in text and 'value="no way"' in text


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_sends_it_another_way(name):
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    page(cast, name, f"/contact/by-hand/{row.pk}/ended/", how="wrong")
    with acting_as(cast.actors[name], now=cast.at) as by, pytest.raises(Exception) as why:
        actions.go_another_way(delivery=scenes.line(row), by=by, at=cast.later(hours=4))
    assert isinstance(why.value, Refused) or why.typename == "DoesNotExist"
    assert scenes.line(row).state == "on a desk"


def test_tries_are_a_communitys_own_number():
    cast = casting.make_cast(call_tries=1)
    row = by_hand(cast, "phone", "520-555-0142")
    page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="missed")
    assert scenes.line(row).state == "failed"
    assert timedelta(0) <= scenes.line(row).settled_at - scenes.line(row).made_at


def on_anas_desk(cast):
    scenes.reach(cast, "phone", "520-555-0142")
    message = soon(cast)
    assert scenes.try_at(message, cast.at) == "on a desk"
    return message


def no_longer_with(cast, agency):
    with everything():
        ended = Tie.objects.filter(household=cast.household, agency=cast.agencies[agency])
        assert ended.update(ends=cast.later(hours=1))


def task_of(kind):
    (task,) = scenes.lines_of(kind)
    return task


def test_a_call_goes_to_whoever_works_with_the_family_now():
    cast = casting.make_cast()
    message = on_anas_desk(cast)
    casting.accepted(cast)  # the clinic works with the family, too
    library, clinic = (cast.agencies[key].pk for key in ("library", "clinic"))
    jobs.follow_families(cast.later(hours=2))
    assert task_of("call to make").agency_id == library  # the nearest keeps it
    no_longer_with(cast, "library")
    jobs.follow_families(cast.later(hours=2))
    assert task_of("call to make").agency_id == clinic
    assert scenes.line(message).agency_id == clinic
    assert page(cast, "ben", f"/contact/by-hand/{message.pk}/")[0] == 200
    assert page(cast, "ana", f"/contact/by-hand/{message.pk}/")[0] == 404


def test_where_nobody_works_with_the_family_no_call_lies_on_any_desk():
    cast = casting.make_cast()
    message = on_anas_desk(cast)
    no_longer_with(cast, "library")
    jobs.follow_families(cast.later(hours=2))
    assert (scenes.line(message).state, scenes.line(message).why) == ("not safe", "nobody follows")
    other = soon(cast)  # nor is one laid where nobody may read the number
    assert scenes.try_at(other, cast.later(hours=3)) == "not safe"
    assert scenes.line(other).why == "nobody follows"
    assert scenes.lines_of("call to make") == scenes.lines_of("message failed") == []


def test_what_did_not_arrive_follows_the_family_too(no_server):  # noqa: F811
    cast = casting.make_cast()
    scenes.reach(cast, "email", "rosa@example.org")
    message, at = soon(cast, good_hours=10_000), cast.at
    for _try in range(12):
        if scenes.try_at(message, at) != "waiting":
            break
        at = scenes.line(message).next_at
    library, clinic = (cast.agencies[key].pk for key in ("library", "clinic"))
    assert task_of("message failed").agency_id == library
    casting.accepted(cast)
    no_longer_with(cast, "library")
    jobs.follow_families(at)
    assert task_of("message failed").agency_id == clinic
    with acting_as(cast.ben, now=at):
        actions.give_up(delivery=scenes.line(message), words="moved", by=cast.ben, at=at)
    assert scenes.lines_of("message failed") == []
