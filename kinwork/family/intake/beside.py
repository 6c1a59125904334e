"""Both languages side by side: chosen in the address (`?beside=es`), kept by the browser."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from kinwork.family.intake.weaving import woven

BESIDE = "beside"  # in the session: the language that is shown beside the page's own
OF_THE_WORKER = ("languages", "together")  # pages that nobody reads to the family
BEGIN, END = "<!--question-->", "<!--/question-->"
KNOWN = [code for code, _name in settings.LANGUAGES]


def choose(flow: Any, language: str) -> None:
    """From now on this browser shows `language` too; "" = one language."""
    if language in KNOWN:
        flow.request.session[BESIDE] = language
    else:
        flow.request.session.pop(BESIDE, None)


def chosen(flow: Any) -> str:
    """The language beside the page's own, or ""."""
    if BESIDE in flow.request.GET:
        choose(flow, flow.request.GET[BESIDE])
    kept = flow.request.session.get(BESIDE)
    if not kept:
        return ""
    if kept != flow.language:
        return kept
    return other(flow)


def other(flow: Any) -> str:
    """The language that would stand beside: the family's where it is another, else the next one."""
    family = flow.draft.language if flow.draft else ""
    return next(code for code in (family, *KNOWN) if code in KNOWN and code != flow.language)


def shown(step: Callable[..., HttpResponse], flow: Any, *args: Any, **more: Any) -> HttpResponse:
    """The page of `step`; drawn once more in the other language where both are wanted.

    What somebody agrees to at a desk is always shown in the family's language, too.
    """
    language = chosen(flow)
    agrees = flow.desk and flow.draft and step.__name__ == "agree"
    if agrees and flow.draft.language != flow.language and flow.draft.language in KNOWN:
        language = flow.draft.language
    if flow.desk and step.__name__ in OF_THE_WORKER:
        language = ""
    flow.beside = language
    response = step(flow, *args, **more)
    if not language or flow.wrote or not flow.drew or response.status_code != 200:
        return response
    with translation.override(language):
        twin = step(flow.twin(language), *args, **more)
    first = bool(flow.desk and flow.draft and flow.draft.language == language)
    return both(response, twin, languages=(flow.language, language), twin_first=first)


def both(
    response: HttpResponse,
    twin: HttpResponse,
    *,
    languages: tuple[str, str],
    twin_first: bool = False,
) -> HttpResponse:
    """`response` with the words of its twin, between the two marks."""
    mine, his = _question(response.content.decode()), _question(twin.content.decode())
    if mine and his:
        before, words, after = mine
        words = woven(words, his[1], languages=languages, twin_first=twin_first)
        response.content = before + words + after
    return response


def _question(html: str) -> tuple[str, str, str] | None:
    before, mark, rest = html.partition(BEGIN)
    words, end, after = rest.partition(END)
    return (before, words, after) if mark and end else None
