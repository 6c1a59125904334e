"""Pages as somebody uses them who is signed in, without JavaScript: opened, sent, sent in vain."""

from functools import cache

from django.test import Client

from tests.guards.crawling import Crawler


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def get(actor, path: str, status: int = 200) -> str:
    response = browser(actor).get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def post(actor, path: str, **data) -> str:
    """Where it leads; fails with the page's words when the form comes back."""
    response = browser(actor).post(path, data)
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def again(actor, path: str, **data) -> str:
    """The page of the form that comes back."""
    response = browser(actor).post(path, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
