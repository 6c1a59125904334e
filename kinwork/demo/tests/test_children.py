"""Children's dates in the demo: one family met in time, one late; a result, and what a mother asked for."""

from kinwork.demo import children, play
from kinwork.demo.tests.test_play import NOW
from kinwork.family.referrals.models import Need
from kinwork.family.timelines import queries
from kinwork.people.models import Household
from tests.seeing import everything


def test_one_in_time_and_one_late(own_database, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    brought = []
    monkeypatch.setattr(
        play, "_bring_families", lambda world, count: brought.extend(children.bring(world)) or []
    )
    monkeypatch.setattr(play, "_cast", lambda world, people: [])
    monkeypatch.setattr(play, "_run", lambda world, progress: world.agenda.play(lambda: None))
    play.play(families=2, now=NOW)
    found = {}
    with everything():
        for family in brought:
            home = Household.objects.select_related("community").get(pk=family.household)
            (one,) = queries.of_household(home, NOW)
            line = one.line("part_c_meeting")
            found[family.caregiver.given] = (line.state, line.on_time)
        codes = list(Need.objects.filter(code="diapers").values_list("code", flat=True))
    assert found == {"Nayeli": ("done", True), "Tessa": ("late", None)}
    assert codes == ["diapers", "diapers"]
