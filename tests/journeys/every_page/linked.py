"""Two records of one person, on the pages that show them: linked, taken apart, and asked of a family."""

from datetime import date

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.people.actions import NewPerson
from kinwork.people.models import Match
from kinwork.trust.access.actions import linking
from tests.cast import Cast, record_family


def linked(cast: Cast) -> None:
    """Bea's clinic linked one pair and took another apart; one family said yes; Rosa is asked about Mateo."""
    at, born = timezone.now(), date(1990, 7, 7)
    for given, apart in (("Nadia", False), ("Nora", True)):
        told = [NewPerson(given, "Cruz Vega", "caregiver", born) for _ in range(2)]
        for one in told:
            record_family(cast, cast.bea, [one])
        with acting_as(cast.bea):
            said = {"why": "The same card", "by": cast.bea, "at": at}
            made = linking.link_people(one=told[0].id, other=told[1].id, **said)
            if apart:
                linking.unlink_people(link=made, why="Two cousins", by=cast.bea, at=at)
    first, again = (NewPerson("Noemi", "Paz Vega", "caregiver", born) for _ in range(2))
    home = record_family(cast, cast.bea, [first])
    record_family(cast, cast.cruz, [again])
    aunt = NewPerson("Pia", "Sol", "caregiver", date(1970, 1, 3))
    mateo = NewPerson("Mateo", "Luna", "child", date(2022, 9, 3))
    record_family(cast, cast.cruz, [aunt, mateo])
    for one in (again, mateo):
        linking.look_for_match(one.id, at)
    family = Actor("family", first.id, home.pk, "family member", cast.community.pk)
    with acting_as(family):
        linking.answer_match(match=Match.objects.get().pk, yes=True, by=family, at=at)
