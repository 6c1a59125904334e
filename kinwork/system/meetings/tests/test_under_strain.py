"""Too much text, a session that ended, two who close at once, a link after an early count."""

import threading
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts.models import User
from kinwork.accounts.sessions import SEEN
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.rights import Refused
from kinwork.system.meetings import actions
from kinwork.system.meetings.models import Decision, Meeting, Minutes
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.addresses import ID, of
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything
from tests.signing import enter
from tests.visiting import again, browser, post

MEGABYTE = 1024 * 1024


@pytest.fixture
def now(db):
    """Today: the pages go by the clock of the machine."""
    return casting.make_cast(timezone.now(), household=False)


@pytest.mark.django_db
def test_megabytes_in_the_minutes(now):
    """What fits into one sending comes back with its fault; what does not is refused in words."""
    made = scenes.held(now, scenes.chartered(now).partnership)
    path, why = of("correct", made.partnership, made.pk), "As it was typed"
    text = "line of minutes\n" * (4 * MEGABYTE // 16)
    page = again(now.dana, path, text=text, why=why)
    assert "This is too long" in page and page.count("line of minutes") > 200_000
    assert f'value="{why}"' in page
    answer = browser(now.dana).post(path, {"text": text * 3, "why": why})
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "That was too much at once" in page and "Nothing was saved" in page
    assert scenes.fresh(now, made).text == made.text


@pytest.mark.django_db
def test_a_session_ends_while_a_decision_is_typed(now):
    """Signed in again, the same person sees what was typed and sends it; the decision is made once."""
    row = scenes.chartered(now).partnership
    meeting = scenes.opened(now, row, at=now.at)
    seats = scenes.came(now, meeting, *["in person"] * 4, at=now.at)
    client = Crawler(now.dana).client
    path = of("decide", row, meeting.pk) + "?how=voices"
    typed = {"text": "Pay rent together", "everybody": "yes", "form_id": ID}
    typed |= {f"voice_{seats[0].pk}": "object", f"reason_{seats[0].pk}": "Too dear for us."}
    with acting_as(OPERATOR):
        session = client.session
        session[SEEN] = time.time() - 3600
        session.save()
    away = client.post(path, typed)
    assert away.status_code == 302
    assert quote(reverse("accounts:kept"), safe="") in away.headers["Location"]
    with everything():
        assert not Decision.objects.exists()
    with acting_as(OPERATOR):
        enter(client, User.objects.get(pk=now.dana.id))
    page = client.get(reverse("accounts:kept")).content.decode()
    assert "We kept what you typed" in page and f'action="{path}"' in page
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in page, name
    for _twice in range(2):
        done = client.post(path, typed)
        assert done.status_code == 302 and "/decisions/" in done.headers["Location"]
    with everything():
        assert Decision.objects.get().ballots.get(said="object").reason == "Too dear for us."


def test_two_close_one_meeting_at_once(own_database):
    cast = casting.make_cast(household=False)
    row = scenes.chartered(cast).partnership
    for number in range(3):
        meeting = scenes.opened(cast, row, title=f"Meeting {number}")
        at = meeting.starts_at
        gate, came = threading.Barrier(2), []

        def close(meeting=meeting, at=at, gate=gate, came=came) -> None:
            try:
                with acting_as(cast.dana, now=at):
                    seen = Meeting.objects.get(pk=meeting.pk)
                    gate.wait()
                    came.append(actions.close(meeting=seen, by=cast.dana, at=at))
            except Exception as why:
                came.append(why)
            finally:
                connection.close()

        threads = [threading.Thread(target=close) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        lost = [one for one in came if isinstance(one, Refused)]
        assert len([one for one in came if isinstance(one, Minutes)]) == len(lost) == 1, came
        assert lost[0].sentence == "That cannot be done any more: look at how it stands now."
    with everything():
        assert Minutes.objects.count() == 3


@pytest.mark.django_db
def test_after_an_early_count_a_link_changes_nothing(now):
    """Counted before its deadline: what was counted is what the ballots say, whoever asks again."""
    made = scenes.in_writing(now, scenes.chartered(now).partnership)
    ballots = scenes.ballots(now, made)
    for one in ballots:
        scenes.do(now, "vote", ballot=one, voice="yes", came_by="By phone")
    scenes.do(now, "count", decision=made)
    mine = Actor("link", ballots[0].pk)
    with acting_as(mine, now=now.at), pytest.raises(Refused, match="deadline is over"):
        actions.vote(ballot=ballots[0], voice="no", by=mine, at=now.at)
    told = {"voice": "no", "by_name": "Person 1", "came_by": "By phone"}
    page = again(now.dana, of("vote", made.partnership, made.pk, ballots[0].pk), **told)
    assert "This step cannot be taken now" in page
    assert {one.said for one in scenes.ballots(now, made)} == {"yes"}


@pytest.mark.django_db
def test_what_everybody_reads_names_no_parent(now):
    """The minutes of an open charter have initials; full names only where somebody says so."""
    row = scenes.chartered(now, minutes_for="everybody").partnership
    family = next(one for one in scenes.seats(now, row) if one.member_id is None)
    scenes.sits(now, family, "Ana María de la Cruz")
    meeting = scenes.opened(now, row, at=now.at)
    about = scenes.item(now, meeting)
    notes = "ana maría  de la cruz told of the bus. Ana Maríana Cruz did not."
    scenes.do(now, "note_item", item=about, notes=notes)
    scenes.came(now, meeting, *["in person"] * 4, at=now.at)
    page = browser(now.dana).get(of("close", row, meeting.pk)).content.decode()
    assert "everybody reads the minutes" in page and 'name="full_names"' in page
    path = post(now.dana, of("close", row, meeting.pk))
    with everything():
        text = Minutes.objects.get().text
    assert "de la Cruz" not in text and ": A. M. C., in person" in text
    assert "A. M. C. told of the bus. Ana Maríana Cruz did not." in text and "Person 1" in text
    assert "Names that everybody would read" not in browser(now.dana).get(path).content.decode()


@pytest.mark.django_db
def test_full_names_of_a_closed_charter_do_not_go_out_later(now):
    """Written for members, published for everybody after the charter was opened."""
    row = scenes.chartered(now).partnership
    family = next(one for one in scenes.seats(now, row) if one.member_id is None)
    scenes.sits(now, family, "Ana María de la Cruz")
    meeting = scenes.opened(now, row, at=now.at)
    scenes.came(now, meeting, *["in person"] * 4, at=now.at)
    assert (
        'name="full_names"'
        not in browser(now.dana).get(of("close", row, meeting.pk)).content.decode()
    )
    path = post(now.dana, of("close", row, meeting.pk))
    with everything():
        made = Minutes.objects.get()
        assert "Ana María de la Cruz" in made.text
        row.charters.filter(state="adopted").update(minutes_for="everybody")
        Minutes.objects.update(state="approved", approved_in=meeting)
    page = browser(now.dana).get(path).content.decode()
    assert "Names that everybody would read" in page and "Ana María de la Cruz" in page
    post(now.dana, of("publish", row, made.pk))
    with everything():
        made = Minutes.objects.get()
        assert made.readers == "everybody" and "de la Cruz" not in made.text
        assert "Ana María de la Cruz" in made.corrections.get().before
