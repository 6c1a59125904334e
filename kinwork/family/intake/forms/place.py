"""Where the family is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.directory.search.places import Place, own
from kinwork.directory.search.places import find as find_place
from kinwork.web.forms import PlainForm


class Where(PlainForm):
    """A ZIP code or a city; or that there is none, or that it is nobody's business."""

    where = forms.CharField(
        label=_("ZIP code or city"),
        max_length=100,
        help_text=_("We use it to find places near you. We do not ask for your street."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={
            "required": _(
                "Please write a ZIP code or a city, or choose that you have no address now."
            )
        },
    )

    def __init__(self, *args: Any, community: Any, **kwargs: Any):
        self.community, self.place = community, None
        super().__init__(*args, **kwargs)

    def clean_where(self) -> str:
        text = self.cleaned_data["where"].strip()
        self.place = find_place(text, self.community.state) or own(text, self.community)
        if self.place is None:
            raise forms.ValidationError(
                _("We do not know that place. Try the ZIP code, or a bigger town near you.")
            )
        return text

    @property
    def value(self) -> dict[str, Any]:
        return place_value(self.place)


def place_value(place: Place) -> dict[str, Any]:
    zip_code = place.name if place.kind == "zip" else ""
    return {
        "text": place.said,
        "kind": place.kind,
        "zip": zip_code,
        "city": place.name if place.kind == "city" else "",
        "state": place.state,
        "county": place.county,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
