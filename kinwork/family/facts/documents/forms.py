"""A paper is added: whose it is, and its photos or file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.web.forms import PlainForm
from kinwork.web.papers.fields import ACCEPTED, Files, FilesField


class AddPaper(PlainForm):
    whose = forms.ChoiceField(label=_("Whose paper is it?"), widget=forms.RadioSelect)
    files = FilesField(
        label=_("Photo or PDF of the paper"),
        help_text=_(
            "You can take a photo now, or choose up to 10 pages. We take out where the photo was"
            " taken. 25 MB at most."
        ),
        widget=Files(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Please choose a photo or a file.")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["whose"].choices = [*people, ("household", _("The whole household"))]
