"""A small OpenID Connect provider on the loopback: real HTTP, real PKCE, real signed tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "kinwork", "a shared secret of the test"


@cache
def own_key(bits: int, number: int = 1) -> rsa.RSAPrivateKey:
    """Made once a run: a key takes its time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


class Provider:
    """`person` is whoever sits at the provider's page; `asked` keeps what Kinwork asked for."""

    def __init__(self):
        self.key = own_key(3072)
        self.person = {"sub": "1", "email": "ana@clinic.example", "email_verified": True}
        self.userinfo_extra: dict = {}
        self.claims_extra: dict = {}
        self.claims_left_out: set[str] = set()
        self.signs = self._signed  # how identity tokens are made; a test may put another here
        self.configuration_extra: dict = {}
        self.published: object = None  # instead of the key that signs
        self.codes: dict[str, dict] = {}
        self.asked: list[dict] = []
        self.address = ""
        self.elsewhere = ""  # where questions for people are sent on to

    def configuration(self) -> dict:
        ends = ("authorization", "token", "userinfo")
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            **{f"{end}_endpoint": f"{self.address}/{end}" for end in ends},
            **self.configuration_extra,
        }

    def authorize(self, asked: dict) -> str:
        """Where the browser is sent back to."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked | {"person": dict(self.person)}
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict, authorization: str) -> dict | None:
        given = base64.b64decode(authorization.removeprefix("Basic ") or b"").decode()
        known = self.codes.pop(asked.get("code", ""), None)
        verifier = asked.get("code_verifier", "").encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if known is None or given != f"{CLIENT}:{SECRET}" or digest != known["code_challenge"]:
            return None
        access = secrets.token_urlsafe(12)
        self.codes[access] = known
        now = int(time.time())
        claims = known["person"] | {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": known.get("nonce"),
        }  # fmt: skip
        claims |= self.claims_extra
        claims = {name: told for name, told in claims.items() if name not in self.claims_left_out}
        told = {"access_token": access, "token_type": "Bearer", "id_token": self.signs(claims)}
        return {name: value for name, value in told.items() if value is not None}

    def _signed(self, claims: dict) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})

    def userinfo(self, authorization: str) -> dict | None:
        known = self.codes.get(authorization.removeprefix("Bearer "))
        return known and known["person"] | self.userinfo_extra

    def jwks(self) -> object:
        if self.published is not None:
            return self.published
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}


@contextmanager
def running():
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            place = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(place.query).items()}
            match place.path:
                case "/.well-known/openid-configuration":
                    self._answer(provider.configuration())
                case "/jwks":
                    self._answer(provider.jwks())
                case "/userinfo" if provider.elsewhere:
                    self.send_response(307)
                    self.send_header("Location", provider.elsewhere)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                case "/userinfo" | "/moved":
                    self._answer(provider.userinfo(self.headers.get("Authorization", "")))
                case "/authorization":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(query))
                    self.end_headers()
                case _:
                    self._answer(None)

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(provider.token(asked, self.headers.get("Authorization", "")))

        def _answer(self, told):
            body = json.dumps(told if told is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if told is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
