"""The name of a program's rules changes with its text and with the tables that it looks up."""

import shutil
from pathlib import Path

from kinwork.library.codes import states
from kinwork.library.programs import digest as module
from kinwork.library.programs.digest import digest, files

ROW = {"kind": "income_at_most", "percent_table": ["ccdf:initial_smi", "ccdf:initial_fpl"]}


def test_which_tables_a_row_looks_up():
    assert [path.name for path in files(ROW)] == ["ccdf.csv", "ccdf.csv", "poverty_guidelines.toml"]
    assert [path.name for path in files({"kind": "age_under", "years": 5})] == []
    assert [path.name for path in files({"kind": "tax_income", "credit": "ctc"})] == [
        "figures.toml"
    ]


def test_a_changed_table_changes_the_name(tmp_path, monkeypatch):
    codes = Path(states.__file__).parent
    shutil.copytree(codes / "states", tmp_path / "states")
    shutil.copy(codes / "poverty_guidelines.toml", tmp_path)
    before = digest("text", [ROW])
    monkeypatch.setattr(module, "CODES", tmp_path)
    assert digest("text", [ROW]) == before
    with (tmp_path / "states" / "ccdf.csv").open("a") as file:
        file.write("AZ,initial_smi,1,percent of state median income,2030-01-01,,A law\n")
    assert digest("text", [ROW]) != before
    assert digest("other", [ROW]) != digest("text", [ROW])
