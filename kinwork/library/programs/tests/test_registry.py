"""A program's folder that is not whole fails with a sentence that says what is missing."""

import shutil

import pytest

from kinwork.library.programs import ProgramError, load, program, registry, use
from kinwork.library.programs.registry import HERE

CODES = [
    "cacfp",
    "ccdf",
    "chip",
    "ctc",
    "diaper_bank",
    "early_head_start",
    "eitc",
    "foster_care_support",
    "head_start",
    "healthy_families_america",
    "homeless_education",
    "kinship_support",
    "lifeline",
    "liheap",
    "medicaid",
    "nurse_family_partnership",
    "parents_as_teachers",
    "part_b_619",
    "part_c",
    "school_meals",
    "snap",
    "ssi_child",
    "state_preschool",
    "summer_ebt",
    "tanf",
    "wic",
]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(HERE / "_template", tmp_path / "_template")


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_programs_that_are_here():
    assert list(registry()) == CODES
    assert program("wic").name["es"] == "WIC"
    with pytest.raises(KeyError):
        program("nothing")


def test_the_template_is_whole(folder):
    assert load(folder).code == "_template"


@pytest.mark.parametrize("name", ["spec.md", "program.toml", "cases.csv"])
def test_a_missing_file(folder, name):
    (folder / name).unlink()
    with pytest.raises(ProgramError, match=f"the file {name} is missing"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("program.toml", 'version = "2026.1"', "", "does not say 'version'"),
        ("program.toml", 'code = "_template" ', 'code = "other" ', "is not the folder's name"),
        ("program.toml", "years = 5", "", "an age in 'months' or in 'years'"),
        ("program.toml", "years = 5", "years = 5\ncolour = 1", "says 'colour'"),
        ("program.toml", 'kind = "age_under"', 'kind = "lucky"', "a kind we do not know"),
        ("program.toml", "spec = 1", "spec = 7", "number 7 in spec.md"),
        ("program.toml", 'source = "Law', 'source = ""\n#', "names no source"),
        ("program.toml", '"all", "young"', '"all", "old"', "names 'old'"),
        ("program.toml", '"all", "young"', '"both", "young"', "not 'both'"),
        ("program.toml", 'es = "Nombre del programa"', 'es = " "', "'name' needs both languages"),
        ("program.toml", 'term = "family-navigation"', 'term = "magic"', "not in the vocabulary"),
        ("program.toml", "excludes = []", 'excludes = ["snap"]', "receives_none"),
        ("program.toml", "[name]", "[name", "can not be read"),
        ("cases.csv", "1,1,2026-11-15", "1,9,2026-11-15", "about number 9"),
        ("cases.csv", "1,1,2026-11-15", "1,1,yesterday", "can not be read: case 1"),
        ("cases.csv", "luz child 2021-11-16", "luz dragon", "no such role"),
    ],
)
def test_what_is_wrong_is_said(folder, name, old, new, sentence):
    change(folder, name, old, new)
    with pytest.raises(ProgramError, match=sentence) as error:
        load(folder)
    assert str(error.value).startswith("_template: ")


def test_too_few_cases(folder):
    lines = (folder / "cases.csv").read_text(encoding="utf-8").splitlines()[:5]
    (folder / "cases.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ProgramError, match="has 4 cases; at least 10"):
        load(folder)


def test_a_community_adds_its_own(folder, tmp_path):
    own = folder.rename(tmp_path / "own_help")
    change(own, "program.toml", 'code = "_template" ', 'code = "own_help" ')
    assert list(registry(tmp_path)) == [*CODES, "own_help"]


def test_an_installation_names_its_own_folder_once(folder, tmp_path):
    own = folder.rename(tmp_path / "own_help")
    change(own, "program.toml", 'code = "_template" ', 'code = "own_help" ')
    use(tmp_path)
    try:
        assert program("own_help").code == "own_help"
    finally:
        use(None)
    assert "own_help" not in registry()


def test_a_community_may_not_take_a_code_that_is_here(tmp_path):
    shutil.copytree(HERE / "wic", tmp_path / "wic")
    with pytest.raises(ProgramError, match="has the code wic already"):
        registry(tmp_path)


def test_the_version_changes_with_the_rules(folder):
    before = load(folder).version
    change(folder, "program.toml", "years = 5", "years = 6")
    assert load(folder).version != before


def test_nothing_in_the_library_reaches_django():
    import subprocess
    import sys

    code = (
        "import sys, kinwork.library.questions, kinwork.library.reading, kinwork.library.codes.vocabulary;"
        "sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=HERE.parents[2]).returncode == 0
