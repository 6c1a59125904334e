"""An application that does nothing but answer: what server and loopback allow at most."""

import os

BODY = b"x" * int(os.environ.get("BENCH_SIZE", "2"))
HEAD = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", HEAD)
    return [BODY]
