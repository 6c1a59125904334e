"""Where a message ends is beyond doubt: no second request hides in the first (ASVS 4.2.1).

Raw bytes to the real server, started as `kinwork serve` starts it. Each message is followed by a
last, honest request: it is answered (200) only where the server kept its place in the stream, and
a hidden request (404) never is.
"""

import re
import socket

import pytest

from kinwork.config import webserver
from tests.browser import Site, site

__all__ = ["site"]  # a fixture

HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /accounts/sign-in/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
LONG = b"Content-Length: %d" % len(HIDDEN)
CHUNKED = b"Transfer-Encoding: chunked"


def answers(site: Site, data: bytes) -> list[int]:
    """The status of each answer, until the server hangs up."""
    host, port = site.address.removeprefix("http://").split(":")
    got = b""
    with socket.create_connection((host, int(port)), 30) as line:
        line.sendall(data)
        try:
            while part := line.recv(65536):
                got += part
        except ConnectionResetError:
            pass
    return [int(one) for one in re.findall(rb"HTTP/1\.[01] (\d{3}) [A-Z]", got)]


def post(*heads: bytes, body: bytes = HIDDEN) -> bytes:
    form = b"Content-Type: application/x-www-form-urlencoded"
    first = b"POST /accounts/sign-in/ HTTP/1.1"
    return b"\r\n".join([first, b"Host: localhost", form, *heads, b"", body])


REFUSED = {
    "two lengths": post(b"Content-Length: 0", LONG),
    "two lengths in one": post(b"Content-Length: 0, %d" % len(HIDDEN)),
    "a plus": post(b"Content-Length: +3"),
    "a minus": post(b"Content-Length: -1"),
    "hexadecimal": post(b"Content-Length: 0x3"),
    "nothing": post(b"Content-Length: "),
    "digits of another script": post("Content-Length: ٣".encode()),
    "too large for a number": post(b"Content-Length: 18446744073709551617"),
    "a space in the name": post(b"Content-Length : 3"),
    "a space in the other name": post(b"Transfer-Encoding : chunked", LONG),
    "a folded line": post(b"Transfer-Encoding:\r\n chunked", LONG),
    "a length in a folded line": post(b"X-Note: a\r\n " + LONG),
    "a bare CR": post(b"X-Note: a\r" + CHUNKED, LONG),
    "a zero byte": post(b"X-Note: a\0b", LONG),
    "an unknown coding": post(b"Transfer-Encoding: xchunked", LONG),
    "no coding": post(b"Transfer-Encoding: identity", LONG),
    "chunked is not last": post(CHUNKED + b", identity", body=b"0\r\n\r\n" + HIDDEN),
    "two codings": post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n" + HIDDEN),
    "a tab of another kind": post(b"Transfer-Encoding: \x0bchunked", LONG),
    "chunks in HTTP/1.0": post(CHUNKED, LONG).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_doubtful_end_is_refused_and_the_line_is_cut(site, name):
    assert answers(site, REFUSED[name] + LAST) == [400]


# Both say where the body ends, or a chunk is malformed: one answer at most, then the line is cut.
CUT = {
    "length, then chunks": post(LONG, CHUNKED, body=b"0\r\n\r\n" + HIDDEN),
    "chunks, then length": post(CHUNKED, LONG, body=b"0\r\n\r\n" + HIDDEN),
    "chunks after a bare LF": post(b"X-Note: a\n" + CHUNKED, LONG, body=b"0\r\n\r\n" + HIDDEN),
    "a signed size": post(CHUNKED, body=b"+3\r\nabc\r\n0\r\n\r\n" + HIDDEN),
    "a size in C's way": post(CHUNKED, body=b"0x3\r\nabc\r\n0\r\n\r\n" + HIDDEN),
    "a size too large": post(CHUNKED, body=b"ffffffffffffffff1\r\nabc\r\n0\r\n\r\n" + HIDDEN),
    "no end of a chunk": post(CHUNKED, body=b"3\r\nabcXX0\r\n\r\n" + HIDDEN),
    "bare LF in chunks": post(CHUNKED, body=b"3\nabc\n0\n\n" + HIDDEN),
    "bare LF in an extension": post(CHUNKED, body=b"3;a\nb\r\nabc\r\n0\r\n\r\n" + HIDDEN),
}


@pytest.mark.parametrize("name", CUT)
def test_two_ends_or_a_broken_chunk_get_one_answer_and_the_line_is_cut(site, name):
    assert answers(site, CUT[name] + LAST) in ([403], [400], [])


CLEAR = {
    "a length": post(LONG),
    "the same length twice": post(LONG, LONG),
    "chunks": post(CHUNKED, body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN)),
    "an extension": post(CHUNKED, body=b"3;a=b\r\nabc\r\n0\r\n\r\n"),
    "no body": post(b"Content-Length: 0", body=b""),
    "an underscore is another name": post(b"Content_Length: 5", body=b""),
}


@pytest.mark.parametrize("name", CLEAR)
def test_a_clear_end_is_kept(site, name):
    assert answers(site, CLEAR[name] + LAST) == [403, 200]


def test_a_body_stays_a_body_where_none_is_expected(site):
    asked = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n" + LONG + b"\r\n\r\n" + HIDDEN
    assert answers(site, asked + LAST) == [404, 200]


def test_hidden_requests_would_be_seen(site):
    """The measure works: sent openly, the same bytes are answered."""
    assert answers(site, post(b"Content-Length: 0", body=b"") + HIDDEN + LAST) == [403, 404, 200]


def test_only_http_1_is_spoken(site):
    assert answers(site, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN) == []
    line = webserver.command("127.0.0.1", 1)
    assert line[line.index("--http") + 1] == "1"
    upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    asked = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n" + upgrade + b"\r\n"
    assert answers(site, asked + LAST) == [404, 200]


def test_one_host_and_only_one(site):
    head = b"GET /accounts/sign-in/ HTTP/1.1\r\n"
    close = b"Connection: close\r\n\r\n"
    assert answers(site, head + close) == [400]
    two = b"Host: localhost\r\nHost: evil.example\r\n"
    assert answers(site, head + two + close) == [400]
