"""The browser and a site of its own."""

from tests.browser import chromium, own_site, window

__all__ = ["chromium", "own_site", "window"]
