"""Journeys use a real browser on our real stack; see tests/browser.py."""

from tests.browser import *  # noqa: F403
