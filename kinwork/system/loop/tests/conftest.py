"""A browser; pictures to look at, only where somebody asks for them."""

import os
from pathlib import Path

import pytest

from tests.browser import *  # noqa: F403


@pytest.fixture
def shots():
    """shots(window, name): a picture in the folder KINWORK_SHOTS, if it is set."""
    folder = os.environ.get("KINWORK_SHOTS")

    def take(window, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            window.page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return take
