"""A paper is added: whose it is, and its photos or file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.facts.documents.rules import MOST_FILES
from kinwork.family.facts.words import WHY_NOT
from kinwork.web.forms import PlainForm

# Without HEIC in the list an iPhone sends a JPEG by itself.
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(WHY_NOT["too many"])
        return list(files)


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
