"""Every page, sent everything a careless or hostile hand sends: an answer in words, never a fault
of ours (bad inputs E6, E7, E8)."""

import pytest

from tests import cast as casting
from tests.guards.crawling import PAGES, Crawler, address, arguments
from tests.guards.crowd import actor_of, opened, real, told

pytestmark = pytest.mark.usefixtures("no_log")
NONSENSE = [
    "0b6c2d1e-4a53-4f7e-9a7d-0c2b8f1e5a90",
    "0",
    "-1",
    "1" + "0" * 30,
    "%D9%A3%D9%A4",  # Arabic digits
    "%00",
    "%2e%2e%2fetc%2fpasswd",
    "x" * 4000,
]
QUERIES = [
    "page=1000000000000&limit=-1&offset=-1&per_page=NaN&id=9223372036854775808&version=1e308"
    "&near=852&lat=NaN&lon=1e999&age=-1&modified_after=never&q=diapers&page=2",
    "page=%D9%A3&q=%00&near=%00&need=%00&word=%00&language=%00&service=%00&next=//evil.example"
    "&household=0&category=%00&place=%00&format=%00&taxonomy_term_id=%00&organization_id=0",
    "q="
    + "%28a%2B%29%2B" * 1500
    + "&%ff%fe=%c3%28&[]=1&q[$ne]=1&;=;&"
    + "&".join(f"filter{n}={n}" for n in range(200)),
]
NAMES = [
    "q",
    "next",
    "service",
    "household",
    "person",
    "key",
    "ref",
    "who",
    "needs",
    "soon",
    "state",
    "classes",
    "id",
    "name",
    "version",
    "form_id",
    "code",
    "word",
    "given",
    "family",
    "birth_date",
    "due_date",
    "amount",
    "period",
    "where",
    "reason",
    "email",
    "phone",
    "channel",
    "value",
    "message",
    "place",
    "starts_at",
    "agency",
    "role",
    "user",
    "action",
    "back_to",
    "language",
    "openings",
    "day",
]
BODIES = [
    {},
    dict.fromkeys(NAMES, "\x00" + "9" * 40),
    dict.fromkeys(NAMES, "'; DROP TABLE x; -- <script>alert(1)</script>{{7*7}} \u202e"),
    {name: ["-1", "NaN", "\ud7ff" * 9000] for name in NAMES},
]


@pytest.mark.parametrize("who", ["visitor", "family", "draft", "supervisor"])
def test_nonsense_is_never_our_fault(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, _view in PAGES:
        names = arguments(where)
        for value in (NONSENSE if "<uuid" not in where else NONSENSE[:2]) if names else []:
            path = address(where, dict.fromkeys(names, value))
            found.append(crawler.faults(where, path, crawler.send(path)))
        path = address(where, dict.fromkeys(names, NONSENSE[0]))
        if crawler.send(path).status_code in (302, 403):
            continue  # turned away before anything was read
        for query in QUERIES:
            asked = f"{path}?{query}"
            found.append(crawler.faults(where, asked, crawler.send(asked)))
    assert told(found) == []


@pytest.mark.parametrize("who", ["visitor", "family", "draft", "supervisor"])
def test_hostile_forms_are_never_our_fault(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, path in opened(real(cast, casting.sent(cast)), who):
        for body in BODIES:
            response = crawler.send(path, "post", data=body)
            found.append(crawler.faults(where, path, response))
            if response.status_code in (403, 405):
                break
        raw = crawler.send(path, "post", data=b'{"a": [', content_type="application/json")
        found.append(crawler.faults(where, path, raw))
    assert told(found) == []
