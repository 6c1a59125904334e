"""The data files of this folder, each read once."""

import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict:
    """The content of NAME.toml in this folder."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
