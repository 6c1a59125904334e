"""The public pages are tried in a real browser; see tests/browser.py."""

from tests.browser import *  # noqa: F403
