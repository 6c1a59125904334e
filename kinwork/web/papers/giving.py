"""A paper goes out as a file to keep, never as a page."""

from django.http import HttpResponse

from kinwork.web.papers.rules import ENDINGS

# What came from a stranger never runs with our name: a download, and nothing in it may act.
CLOSED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """name: a neutral one, without its ending."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[media_type]}"'
    for header, words in CLOSED.items():
        answer.headers[header] = words
    return answer
