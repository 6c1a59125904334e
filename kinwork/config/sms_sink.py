"""A small gateway of texts that sends nothing: for the demo, for tests, for trying a set-up out.

It speaks what docs/guides/messages.md asks of a gateway: keys that it knows send no second text, states
come back signed, answers too. It can be told to misbehave. Texts are `.json` files, oldest first.

    POST /texts    {"key", "to", "from", "text"}     as the site does
    POST /behave   {"fail": 2, "status": 503, "slow": 1, "slow_after": 1, "twice": true, "lost": true}
    POST /answer   {"from": "+1...", "text": "STOP"}  somebody answers
"""

import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from kinwork.common.trouble import Trouble

MOST = 64 * 1024


class Phone:
    """The whole state: texts by key, how to behave, where to call back."""

    def __init__(self, folder: Path, *, key: str, signing_key: str, calls: str = ""):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.key, self.signing_key, self.calls = folder, key, signing_key, calls
        self.lock = threading.Lock()
        self.known = {told["key"]: told["ref"] for told in texts(folder)}
        self.tries: list[dict[str, Any]] = []
        self.manners: dict[str, Any] = {}

    def take(self, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One text, kept once for its key."""
        time.sleep(float(self.manners.get("slow", 0)))
        with self.lock:
            self.tries.append(told)
            if self.manners.get("fail", 0) > 0:
                self.manners["fail"] -= 1
                return int(self.manners.get("status", 503)), {"error": "told to fail"}
            ref = self.known.get(told["key"])
            if ref is None:
                ref = self.known[told["key"]] = f"fake-{len(self.known) + 1}"
                self._keep(told | {"ref": ref, "at": time.time()})
        self._report(told["key"])
        time.sleep(float(self.manners.get("slow_after", 0)))
        return 202, {"ref": ref}

    def _keep(self, told: dict[str, Any]) -> None:
        name = f"{time.time_ns()}-{len(self.known)}.json"
        making = self.folder / f".{name}"
        making.write_text(json.dumps(told))
        making.rename(self.folder / name)

    def _report(self, key: str) -> None:
        state = "failed" if self.manners.get("lost") else "delivered"
        said = {"type": "state", "id": str(uuid4()), "key": key, "state": state}
        for _time in range(2 if self.manners.get("twice") else 1):
            self._later(said)

    def answer(self, told: dict[str, Any]) -> dict[str, Any]:
        """Somebody answers from their phone: the site is told, and what it says back is kept."""
        said = {"type": "answer", "id": str(uuid4()), "from": told["from"], "text": told["text"]}
        status, back = self.call(said)
        if words := back.get("reply"):
            self._keep(
                {"key": said["id"], "ref": "", "to": told["from"], "text": words, "at": time.time()}
            )
        return {"status": status, **back}

    def _later(self, said: dict[str, Any]) -> None:
        if self.calls:
            threading.Thread(target=self._call_quietly, args=(said,), daemon=True).start()

    def _call_quietly(self, said: dict[str, Any]) -> None:
        for wait in (0.2, 1, 3):
            time.sleep(wait)
            try:
                if self.call(said)[0] < 500:
                    return
            except (OSError, http.client.HTTPException):
                pass

    def call(self, said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Tell the site something, signed."""
        body, told = json.dumps(said).encode(), urlsplit(self.calls)
        line = http.client.HTTPConnection(told.hostname, told.port, timeout=10)
        headers = {"Content-Type": "application/json", "Kinwork-Signature": self.signed(body)}
        try:
            line.request("POST", told.path, body, headers)
            answer = line.getresponse()
            text = answer.read(MOST)
        finally:
            line.close()
        try:
            back = json.loads(text)
        except ValueError:
            back = {}
        return answer.status, back if isinstance(back, dict) else {}

    def signed(self, body: bytes) -> str:
        at = int(time.time())
        mac = hmac.new(self.signing_key.encode(), f"{at}.".encode() + body, hashlib.sha256)
        return f"t={at},v1={mac.hexdigest()}"


def texts(folder: Path) -> list[dict[str, Any]]:
    """What was kept, oldest first."""
    return [json.loads(one.read_text()) for one in sorted(folder.glob("[0-9]*.json"))]


def _handler(phone: Phone) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # who hung up needs no answer, and it is no fault
                super().handle()

        def do_GET(self) -> None:
            self._say(200, {"texts": texts(phone.folder), "tries": len(phone.tries)})

        def do_POST(self) -> None:
            size = min(int(self.headers.get("Content-Length") or 0), MOST)
            try:
                told = json.loads(self.rfile.read(size) or b"{}")
            except ValueError:
                return self._say(400, {"error": "no JSON"})
            if self.path == "/behave":
                phone.manners = told
                return self._say(200, {})
            if self.path == "/answer":
                return self._say(200, phone.answer(told))
            given = self.headers.get("Authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {phone.key}".encode()):
                return self._say(401, {"error": "who are you?"})
            if not {"key", "to", "text"} <= set(told):
                return self._say(422, {"error": "key, to and text are needed"})
            return self._say(*phone.take(told))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Quiet: numbers do not belong into a log."""

    return Handler


@contextmanager
def sms_sink(
    folder: Path, *, key: str, signing_key: str, calls: str = "", port: int = 0
) -> Iterator[tuple[str, Phone]]:
    """Listen on this machine; yields (address to send to, the phone)."""
    phone = Phone(folder, key=key, signing_key=signing_key, calls=calls)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(phone))
    except OSError as why:
        raise Trouble(f"The gateway that sends nothing could not start: {why}.") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/texts", phone
    finally:
        server.shutdown()
        server.server_close()
