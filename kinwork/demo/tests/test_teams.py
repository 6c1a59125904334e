"""A care team in the demo: a letter answered, one meeting held with what follows from it, one to come."""

from kinwork.demo import play, teams
from kinwork.demo.tests.test_play import NOW
from kinwork.family.conferences.models import Conference, FollowUp, Invitation, Note
from kinwork.family.teams.models import Lead, TeamMessage
from tests.seeing import everything


def test_a_team_with_a_lead_meets(own_database, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    brought = []
    monkeypatch.setattr(
        play, "_bring_families", lambda world, count: brought.extend(teams.bring(world)) or []
    )
    monkeypatch.setattr(play, "_cast", lambda world, people: [])
    monkeypatch.setattr(play, "_run", lambda world, progress: world.agenda.play(lambda: None))
    play.play(families=2, now=NOW)
    (family,) = brought
    here = {"household": family.household}
    with everything():
        lead = Lead.objects.select_related("agency").get(ends=None, **here)
        letters = TeamMessage.objects.filter(**here)
        asked, answered = letters.order_by("said_at")
        meetings = Conference.objects.filter(**here).order_by("starts_at")
        held, coming = meetings
        came = Invitation.objects.filter(conference=held).values_list("came", flat=True)
        notes = Note.objects.filter(conference=held).order_by("kind").values_list("kind", flat=True)
        promised = FollowUp.objects.filter(conference=held).values_list("whose", "state")
        assert (asked.by_family, answered.by_family) == (True, False)
        assert asked.answered_at == answered.said_at and answered.agency_id == lead.agency_id
        assert (held.state, held.family_came, coming.state) == ("held", True, "planned")
        assert coming.starts_at > NOW and list(came) == [True, True]
        assert list(notes) == ["agreed", "note"]
        assert set(promised) == {("agency", "open"), ("family", "done")}
