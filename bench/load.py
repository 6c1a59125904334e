"""Asks a server on the loopback, from a process of its own; the order comes as JSON on stdin.

With a rate, each request has its moment, and its time is counted from that moment: a slow answer
does not make the next one wait uncounted.
"""

import json
import socket
import sys
import threading
import time
from statistics import quantiles

HOST = "127.0.0.1"


class Client(threading.Thread):
    """One connection kept open. Takes the next number as long as there is time."""

    def __init__(self, order: dict, numbers, begin: float):
        super().__init__(daemon=True)
        self.order, self.numbers, self.begin = order, numbers, begin
        self.line: socket.socket | None = None
        self.seen: list[tuple[str, float, int, int]] = []

    def run(self) -> None:
        asked, rate = self.order["asked"], self.order["rate"]
        raw = [request(one, self.order["port"]) for one in asked]
        end = self.begin + self.order["seconds"]
        for number in iter(self.numbers.__next__, None):
            due = self.begin + number / rate if rate else time.perf_counter()
            if due >= end or time.perf_counter() >= end + 5:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            which = number % len(asked)
            status, size = self.ask(raw[which])
            self.seen.append((asked[which]["name"], time.perf_counter() - due, status, size))

    def ask(self, raw: bytes) -> tuple[int, int]:
        try:
            if self.line is None:
                self.line = socket.create_connection((HOST, self.order["port"]), 30)
                self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.line.sendall(raw)
            return self.answer()
        except OSError:
            self.line = None
            return 0, 0

    def answer(self) -> tuple[int, int]:
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.line.recv(65536)
            if not more:
                raise ConnectionError
            head += more
        head, _, body = head.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next(int(one[15:]) for one in lines if one.startswith(b"content-length:"))
        left = length - len(body)
        while left > 0:
            left -= len(self.line.recv(min(left, 1 << 20)))
        return int(lines[0].split()[1]), length


def request(one: dict, port: int) -> bytes:
    body = one.get("body", "").encode()
    head = [
        f"{one.get('method', 'GET')} {one['path']} HTTP/1.1",
        f"Host: {HOST}:{port}",
        f"Cookie: {one.get('cookie', '')}",
        "Accept-Language: en",
    ]
    if body:
        head += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            f"Origin: http://{HOST}:{port}",
        ]
    return "\r\n".join([*head, "", ""]).encode() + body


class Numbers:
    """0, 1, 2 ... to whoever asks next."""

    def __init__(self):
        self.lock, self.last = threading.Lock(), -1

    def __next__(self) -> int:
        with self.lock:
            self.last += 1
            return self.last


def figures(seen: list[tuple[str, float, int, int]]) -> dict:
    times = sorted(took * 1000 for _name, took, _status, _size in seen)
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    statuses: dict[str, int] = {}
    for _name, _took, status, _size in seen:
        statuses[str(status)] = statuses.get(str(status), 0) + 1
    return {
        "count": len(seen),
        "p50": cuts[49],
        "p95": cuts[94],
        "statuses": statuses,
        "bytes": max(size for *_rest, size in seen),
    }


def main() -> None:
    order = json.load(sys.stdin)
    numbers, begin = Numbers(), time.perf_counter() + 0.05
    clients = [Client(order, numbers, begin) for _number in range(order["clients"])]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seen = [one for client in clients for one in client.seen]
    told = {name: figures([one for one in seen if one[0] == name]) for name in {s[0] for s in seen}}
    told[""] = figures(seen) | {"a_second": len(seen) / (time.perf_counter() - begin)}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
