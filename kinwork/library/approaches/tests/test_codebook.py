"""The codebook names every dimension of the scan; the research projects are those that were verified."""

from kinwork.library.approaches import codebook, research_projects
from kinwork.library.approaches.domains import domains, domains_of
from kinwork.library.approaches.projects import KINDS, PROJECT_LEVELS
from kinwork.library.codes.vocabulary import terms


def test_every_dimension_that_was_coded_and_every_further_question():
    told = codebook()
    assert [key for key, one in told.items() if not one.question] == [
        *("partners_number", "partner_types", "partner_roles", "funding", "population", "goals"),
        *("place", "services", "eligibility", "data_use", "monitoring"),
    ]
    assert {one.question for one in told.values()} == {0, 2, 3, 6}
    for one in told.values():
        assert set(one.words) == set(one.means) == {"en", "es"}
        assert all(set(words) == {"en", "es"} for words in one.values.values())
        assert bool(one.values) == (one.kind == "codes")


def test_what_counts_as_coded():
    number, place = codebook()["partners_number"], codebook()["place"]
    assert number.is_coded(["12"]) and not number.is_coded(["about 12"])
    assert not number.is_coded([]) and not number.is_coded(["1", "2"])
    assert place.is_coded(["county", "city"]) and not place.is_coded(["county", "county"])
    assert not place.is_coded(["moon"]) and not place.is_coded([])
    assert [number.group(one) for one in ("1", "2", "8", "9", "20", "21", "9000")] == [
        *("0-1", "2-8", "2-8", "9-20", "9-20", "21+", "21+")
    ]
    assert number.groups() == ["0-1", "2-8", "9-20", "21+"]


def test_five_projects_and_nothing_guessed():
    told = research_projects()
    assert len(told) == 5 and not any(one.links or one.programs for one in told)
    years = {one.name.split()[0]: (one.starts, one.ends) for one in told}
    assert years["Assessing"] == (2018, 2021) and years["Understanding"] == (2020, None)
    for one in told:
        assert one.who and one.population and one.level in PROJECT_LEVELS
        assert set(one.kinds) <= set(KINDS)


def test_every_word_for_a_service_is_of_one_kind():
    placed = [term for one in domains().values() for term in one["terms"]]
    assert sorted(placed) == sorted(terms())
    assert domains_of(["wic", "snap-help", "meals", "no-such"]) == ("food",)
    assert domains_of(["transport", "head-start"]) == ("early_care", "transport")
