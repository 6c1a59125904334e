"""Files of one paper, as a form takes them."""

from typing import Any

from django import forms

from kinwork.web.papers.rules import MOST_FILES
from kinwork.web.papers.words import WHY_NOT

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
