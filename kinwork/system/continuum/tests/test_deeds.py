"""Each deed of a wave, by everyone who might try it; who reads what."""

from datetime import timedelta

import pytest

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import Refused
from kinwork.library.continuum import CONTINUUM, TRUST
from kinwork.system.continuum import jobs, letters, queries
from kinwork.system.continuum.actions import Asked, Rated
from kinwork.system.continuum.models import Rating, SystemAnswer, Tally, Wave
from kinwork.system.continuum.tests import scenes
from kinwork.system.continuum.tests.scenes import MAIN, do
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def mails() -> list[Mail]:
    with everything():
        return list(Mail.objects.order_by("queued_at", "to"))


def counted(cast, wave: Wave):
    with acting_as(cast.dana, now=cast.at):
        return queries.counted(wave)


def test_a_wave_from_its_roster_to_its_numbers(cast):
    row = scenes.joined(cast)
    wave = scenes.prepared(cast, row)
    assert (wave.state, wave.number, wave.named, wave.instruments) == (
        "prepared", 1, True, [CONTINUUM],
    )  # fmt: skip
    before = len(mails())
    do(cast, "open_wave", wave=wave)
    sent = mails()[before:]
    assert sorted(one.to for one in sent) == [
        "backbone@example.org", "clinic@example.org", "library@example.org", "marisol@example.org",
    ]  # fmt: skip
    spanish = next(one for one in sent if one.to.startswith("marisol"))
    assert "nueve preguntas" in spanish.body
    scenes.answered(cast, wave)
    do(cast, "close", wave=wave)
    found = counted(cast, wave)
    assert (found.asked, found.done, len(found.answered)) == (4, 3, 2)
    ids = [one.agency_id for one in members(cast, wave)]
    order = [next(k for k, a in cast.agencies.items() if a.pk == one) for one in ids]
    assert order == ["backbone", "clinic", "library"]
    # the library began and did not send: its row is not there
    assert found.matrices[MAIN] == [[None, 4, 3], [2, None, 0], [None, None, None]]
    assert found.system[1] == {"yes": 3, "no": 0, "unsure": 0}
    assert found.system[3] == {"yes": 1, "no": 2, "unsure": 0}
    assert found.levels == [0, 1, 1, 1, 0, 0]
    assert found.figures[MAIN]["respondents"] == 2


def members(cast, wave):
    with acting_as(cast.dana, now=cast.at):
        return [one.member for one in queries.partners(wave)]


def test_answers_are_read_by_the_link_alone_until_they_are_counted(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    scenes.answered(cast, wave)
    own = scenes.link(scenes.voice(cast, wave, "clinic"))
    for who in (cast.dana, cast.ana, cast.ben, Actor("visitor"), Actor("link", wave.pk)):
        with acting_as(who, now=cast.at):
            assert not Rating.objects.exists() and not SystemAnswer.objects.exists()
    with acting_as(own, now=cast.at):
        assert {one.value for one in Rating.objects.all()} == {2, 0}
        assert SystemAnswer.objects.count() == 9
        assert Wave.objects.get().title == "Spring wave"
    do(cast, "close", wave=wave)
    with acting_as(cast.dana, now=cast.at):
        assert not Rating.objects.exists() and Tally.objects.count() == 1


def test_nobody_else_prepares_opens_or_closes(cast):
    row = scenes.joined(cast)
    wave = scenes.prepared(cast, row)
    for who in (
        cast.ana,
        cast.ben,
        Actor("visitor"),
        scenes.link(scenes.voice(cast, wave, "clinic")),
    ):
        for verb in ("open_wave", "remind", "close"):
            with pytest.raises(Refused):
                do(cast, verb, who, wave=wave)
        with pytest.raises(Refused):
            do(cast, "call_off", who, wave=wave, why="No")


def test_a_link_says_only_its_own(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    clinic, library = (scenes.voice(cast, wave, key) for key in ("clinic", "library"))
    about = scenes.partner(cast, wave, "backbone")
    wrong = [
        {"respondent": library, "about": about, "said": {MAIN: 3}},  # another's row
        {"respondent": clinic, "about": scenes.partner(cast, wave, "clinic"), "said": {MAIN: 3}},
        {"respondent": clinic, "about": about, "said": {MAIN: 6}},
        {"respondent": clinic, "about": about, "said": {MAIN: -1}},
        {"respondent": clinic, "about": about, "said": {f"{TRUST}:trust": 1}},  # was not asked
    ]
    for said in wrong:
        with pytest.raises(Refused):
            do(cast, "rate", scenes.link(clinic), **said)
    parent = scenes.voice(cast, wave, "parent")
    with pytest.raises(Refused, match="not asked about this one"):
        do(cast, "rate", scenes.link(parent), respondent=parent, about=about, said={MAIN: 3})
    with pytest.raises(Refused, match="without an answer"):
        do(cast, "finish", scenes.link(clinic), respondent=clinic)


def test_whoever_does_not_know_a_partner_owes_nothing_more_about_it(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row, instruments=[CONTINUUM, TRUST])
    who = scenes.voice(cast, wave, "clinic")
    scenes.says(cast, wave, "clinic", {"backbone": 0, "library": 0})
    scenes.answers(cast, wave, "clinic")
    assert scenes.sends(cast, wave, "clinic").done_at
    with acting_as(scenes.link(who), now=cast.at):
        assert queries.waiting(wave, who) == []
    scenes.says(cast, wave, "library", {"backbone": 0, "clinic": 3})
    scenes.answers(cast, wave, "library")
    with pytest.raises(Refused, match="without an answer"):
        scenes.sends(cast, wave, "library")


def test_after_its_time_nothing_is_taken_by_the_program_or_by_the_database(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    who = scenes.voice(cast, wave, "clinic")
    late = wave.closes_at + timedelta(minutes=1)
    with pytest.raises(Refused, match="closed"):
        scenes.says(cast, wave, "clinic", {"backbone": 3}, at=late)
    about = scenes.partner(cast, wave, "backbone")
    from django.db import DatabaseError

    with pytest.raises(DatabaseError), acting_as(scenes.link(who), now=late):
        Rating.objects.create(
            wave=wave, respondent=who, about=about, instrument=CONTINUUM, scale="overall", value=1
        )


def test_the_clock_closes_it_once(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    scenes.answered(cast, wave)
    assert jobs.run_due(wave.closes_at - timedelta(minutes=1)) == 0
    assert jobs.run_due(wave.closes_at) == 1
    assert jobs.run_due(wave.closes_at + timedelta(minutes=5)) == 0
    assert counted(cast, wave).done == 3
    with pytest.raises(Refused):
        do(cast, "close", wave=wave, at=wave.closes_at + timedelta(hours=1))
    with pytest.raises(Refused):
        do(cast, "close", clock(row.pk), wave=wave)


def test_without_names_nobody_is_told_apart(cast):
    row = scenes.joined(cast, ratings="anonymous")
    wave = scenes.closed(cast, row)
    assert not wave.named
    found = counted(cast, wave)
    assert found.matrices is None and found.answered == ()
    # two organizations and three respondents: too few for any number
    assert (found.counts, found.system, found.levels, found.figures) == ({}, {}, [], {})
    assert (found.asked, found.done) == (4, 3)


def test_reminders_go_to_whoever_has_not_sent_and_not_twice_a_day(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    scenes.answered(cast, wave)
    with pytest.raises(Refused, match="within the last day"):
        do(cast, "remind", wave=wave)
    before, next_day = len(mails()), cast.at + timedelta(days=1)
    assert do(cast, "remind", wave=wave, at=next_day) == 1
    assert [one.to for one in mails()[before:]] == ["library@example.org"]
    with pytest.raises(Refused):
        do(cast, "remind", wave=wave, at=next_day + timedelta(hours=1))


def test_people_are_named_and_left_out(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    clinic = scenes.member(cast, row, "clinic")
    with pytest.raises(Refused, match="speaks for"):
        do(cast, "ask_also", wave=wave, asked=Asked("Ben", "ben@example.org", clinic))
    with pytest.raises(Refused, match="asked already"):
        do(cast, "ask_also", wave=wave, asked=Asked("Ben", "CLINIC@example.org"))
    do(cast, "leave_out", respondent=scenes.voice(cast, wave, "clinic"))
    before = {one.pk for one in mails()}
    do(cast, "ask_also", wave=wave, asked=Asked("Ben", "ben@example.org", clinic))
    assert [one.to for one in mails() if one.pk not in before] == ["ben@example.org"]
    scenes.says(cast, wave, "library", {"backbone": 1})
    with pytest.raises(Refused, match="begun"):
        do(cast, "leave_out", respondent=scenes.voice(cast, wave, "library"))


def test_what_cannot_be_prepared(cast):
    row = scenes.joined(cast)
    clinic = scenes.member(cast, row, "clinic")
    wrong = [
        {"rated": [Rated(clinic, "health")]},
        {"rated": [Rated(clinic, "health"), Rated(clinic, "health")]},
        {"rated": [Rated(clinic, "health"), Rated(scenes.member(cast, row, "library"), "zoo")]},
        {"instruments": []},
        {"instruments": ["somebody_else/1"]},
        {"closes_at": cast.at + timedelta(minutes=5)},
        {"title": "  "},
    ]
    for said in wrong:
        with pytest.raises(Refused):
            scenes.prepared(cast, row, **({"asked": []} | said))
    scenes.prepared(cast, row)
    with pytest.raises(Refused, match="One wave at a time"):
        scenes.prepared(cast, row)


def test_called_off_is_never_counted(cast):
    row = scenes.joined(cast)
    wave = scenes.opened(cast, row)
    scenes.answered(cast, wave)
    do(cast, "call_off", wave=wave, why="Too early.")
    assert jobs.run_due(wave.closes_at + timedelta(days=1)) == 0
    assert counted(cast, wave) is None
    again = scenes.prepared(cast, row)
    assert again.number == 2


def test_everybody_stands_where_they_stood(cast):
    row = scenes.joined(cast)
    first = scenes.closed(cast, row)
    stood = places(cast, first)
    assert None not in stood.values() and len(set(stood.values())) == 3
    second = scenes.closed(cast, row, title="Fall wave")
    assert places(cast, second) == stood


def places(cast, wave):
    with acting_as(cast.dana, now=cast.at):
        return {one.member_id: (one.x, one.y) for one in queries.partners(wave)}


def test_a_link_of_another_kind_is_no_link():
    from django.core import signing

    for text in ("", "abc", signing.dumps("x", salt="other"), signing.dumps(7, salt=letters.SALT)):
        with pytest.raises(signing.BadSignature):
            letters.respondent_of(text)
