"""The paper form to print: which programs, which language, for how many people."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.common import community as communities
from kinwork.common.actor import Actor
from kinwork.common.answers import said
from kinwork.family.intake import asking
from kinwork.family.intake.forms import KIN, KINDS, PERIODS, Reach, Soon
from kinwork.family.intake.paper import sheet
from kinwork.family.intake.paper.sheet import ADULTS, CHILDREN, Sheet
from kinwork.family.intake.rights import WORKERS
from kinwork.family.intake.rules import FIRST_TILES, NEVER_ASKED
from kinwork.library.codes import vocabulary
from kinwork.library.questions import Question, bank
from kinwork.library.questions.whose import WHO_RECEIVES
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page

MONEY_LINES = 5


def PAPER(actor: Actor) -> bool:
    """Families, with or without a page of their own, and the workers who type it in."""
    return not actor.is_staff or actor.role in WORKERS


class Choose(PlainForm):
    """What the paper is to be like."""

    language = forms.ChoiceField(label=gettext_lazy("In which language?"), widget=forms.RadioSelect)
    adults = forms.TypedChoiceField(
        label=gettext_lazy("How many adults?"),
        coerce=int,
        choices=[(n, n) for n in ADULTS],
        widget=forms.Select(attrs={"class": "kw-short"}),
    )
    children = forms.TypedChoiceField(
        label=gettext_lazy("How many children, with babies on the way?"),
        coerce=int,
        choices=[(n, n) for n in CHILDREN],
        widget=forms.Select(attrs={"class": "kw-short"}),
    )
    only = forms.MultipleChoiceField(
        label=gettext_lazy("Only for some help"),
        help_text=gettext_lazy("Choose none of them to ask for all help."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            (code, translation.get_language_info(code)["name_local"].capitalize())
            for code, _name in settings.LANGUAGES
        ]
        self.fields["only"].choices = asking.programs_by_subject(get_language() or "en")

    @property
    def sheet(self) -> Sheet:
        told = self.cleaned_data
        return Sheet(tuple(told["only"]), told["adults"], told["children"])


@page(action="intake.paper", who=PAPER)
def choose(request: HttpRequest) -> HttpResponse:
    return _choose(request, Choose(initial=_usual()))


@page(action="intake.paper_form", who=PAPER)
def form(request: HttpRequest) -> HttpResponse:
    """The sheet itself, ready for the printer. Opened without a choice: for all help."""
    chosen = Choose(request.POST if request.method == "POST" else _usual())
    if not chosen.is_valid():
        return _choose(request, chosen)
    language = chosen.cleaned_data["language"]
    with translation.override(language):
        context = drawn(chosen.sheet, language)
    return render(request, "intake/paper_form.html", context | {"base": _base(request)})


def _usual() -> dict[str, Any]:
    usual = Sheet()
    return {
        "language": get_language() or "en",
        "adults": usual.adults,
        "children": usual.children,
        "only": [],
    }


def _choose(request: HttpRequest, chosen: Choose) -> HttpResponse:
    context = {"form": chosen, "base": _base(request)}
    return render(request, "intake/paper.html", context, status=400 if chosen.errors else 200)


def _base(request: HttpRequest) -> str:
    return "web/desk.html" if request.actor.is_staff else "web/family.html"


def drawn(made: Sheet, language: str) -> dict[str, Any]:
    """Everything on the sheet in the paper's own language, which is active."""
    on = communities.today(communities.home(), timezone.now())
    adults = [_("Adult %(number)s") % {"number": n} for n in range(1, made.adults + 1)]
    children = [_("Child %(number)s") % {"number": n} for n in range(1, made.children + 1)]
    return {
        "written_in": language,
        "sheet": made,
        "on": on,
        "programs": [
            name for code, name in asking.program_names(language) if code in made.programs
        ],
        "needs": _needs(language),
        "soon": [str(words) for _code, words in Soon.base_fields["soon"].choices],
        "adults": adults,
        "children": children,
        "kin": [str(words) for _code, words in KIN],
        "questions": [_block(one, adults, children, language) for one in made.questions(on)],
        "kinds": [said(one, language) for one in KINDS.values()],
        "periods": [said(one, language) for one in PERIODS.values()],
        "lines": range(MONEY_LINES),
        "channels": [str(words) for _code, words in Reach.base_fields["channel"].choices],
    }


def _needs(language: str) -> list[str]:
    """In the order of the first page."""
    shown = [one for one in vocabulary.terms().values() if one.code not in NEVER_ASKED]
    place = {code: number for number, code in enumerate(FIRST_TILES)}
    ordered = sorted(shown, key=lambda one: place.get(one.code, len(place)))
    return [one.name(language) for one in ordered]


def _block(one: Question, adults: list[str], children: list[str], language: str) -> dict[str, Any]:
    whose = bank()[WHO_RECEIVES]
    groups = {group.value: said(group.words, language) for group in one.groups}
    return {
        "key": one.key,
        "type": one.type,
        "text": one.said(language),
        "why": said(one.why, language),
        "help": one.helps(language),
        "about": sheet.about(one, adults, children),
        "own": [*adults, *children] if one.key == "receives" else [],
        "own_text": f"{whose.said(language)} {whose.helps(language)}",
        "own_help": [said(option.words, language) for option in sheet.own_help()],
        "options": [
            (groups.get(name, ""), [said(option.words, language) for option in options])
            for name, options in sheet.grouped(one)
        ],
    }
