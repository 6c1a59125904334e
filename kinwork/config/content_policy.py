"""What a page may load: only our own files. No inline script or style, no nonce, nothing unsafe."""

from collections.abc import Iterable
from typing import Any

from csp.constants import NONE, SELF


def policy(*, sent_to: Iterable[str] = ()) -> dict[str, Any]:
    """`sent_to`: origins where a form of ours may lead on to, the sign-ins of agencies."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF, *sent_to],
            "img-src": [SELF, "data:"],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
        }
    }
