"""A family walks through the intake with Django's client: the same pages, no JavaScript at all."""

import re
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Walk:
    """`get` and `post` follow redirects; hidden fields of the last page are sent along."""

    def __init__(self, client: Client):
        self.client, self.page = client, None

    def get(self, path: str) -> str:
        self.page = self.client.get(path, follow=True)
        return self.text

    def post(self, path: str, **data: Any) -> str:
        """Sends what the page's hidden fields hold, and `data` over them."""
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(self.text)}
        self.page = self.client.post(path, {**hidden, **data}, follow=True)
        return self.text

    @property
    def text(self) -> str:
        return self.page.content.decode() if self.page is not None else ""

    @property
    def here(self) -> str:
        return self.page.request["PATH_INFO"]


def birth(day: date, name: str = "birth_date") -> dict[str, str]:
    return {
        f"{name}_month": str(day.month),
        f"{name}_day": str(day.day),
        f"{name}_year": str(day.year),
    }


def story(walk: Walk, needs: tuple[str, ...] = ("wic", "diapers"), **child: Any) -> None:
    """From the first page to "that is everyone": a mother and a child of about one year."""
    walk.get("/start/")
    walk.post("/start/", needs=list(needs))
    walk.post("/start/soon/", soon="2 days")
    walk.post("/start/place/", where="85201")
    walk.get("/start/people/")
    walk.post(walk.here, given="Rosa", family="Luna", **birth(date(1997, 5, 14)))
    walk.get("/start/people/add/child/")
    born = child.pop("born", date(2025, 6, 20))
    walk.post("/start/people/add/child/", given="Lucía", family="Luna", **birth(born))
    walk.post("/start/people/")


def skip_questions(walk: Walk, most: int = 20) -> list[str]:
    """Skips every question; which ones were asked."""
    asked = []
    walk.get("/start/questions/")
    while walk.here.startswith("/start/questions") and len(asked) < most:
        asked.append(dict(HIDDEN.findall(walk.text)).get("ref", ""))
        walk.post("/start/questions/", skip="yes")
    return asked


def to_the_end(walk: Walk, services: list[str], agree: str = "yes") -> None:
    """From the result to the button that sends."""
    walk.get("/start/result/")
    walk.post("/start/result/")
    walk.post("/start/places/", services=services)
    walk.post("/start/reach/", channel="email", email="rosa@example.org", safe="yes")
    for _service in services:
        walk.post(walk.here, agree=agree)
