"""How the browser keeps what we give it: names, flags, and how long it insists on HTTPS.

The prefix `__Host-` makes a browser refuse the cookie unless it is secure, for every path and for
this host alone; so it stands only where there is HTTPS. A demo on http://localhost has plain names.
"""

from typing import Any

YEAR = 365 * 24 * 60 * 60


def cookies(*, https: bool) -> dict[str, Any]:
    """The settings of Django that say it, for a site with or without HTTPS."""
    prefix = "__Host-" if https else ""
    said: dict[str, Any] = {
        "SESSION_COOKIE_NAME": f"{prefix}sessionid",
        "CSRF_COOKIE_NAME": f"{prefix}csrftoken",
        "LANGUAGE_COOKIE_NAME": f"{prefix}django_language",
        "DEVICE_COOKIE_NAME": f"{prefix}device",
        "KIOSK_COOKIE_NAME": f"{prefix}kiosk",
        "SECURE_SSL_REDIRECT": https,
        "SECURE_REDIRECT_EXEMPT": ["^hsds/"],  # a program is refused instead: MachinesMiddleware
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if https else None,
        "SECURE_HSTS_SECONDS": YEAR if https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": https,
    }
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        said[f"{kind}_COOKIE_SECURE"] = https
        said[f"{kind}_COOKIE_SAMESITE"] = "Lax"
        said[f"{kind}_COOKIE_HTTPONLY"] = True
    return said
