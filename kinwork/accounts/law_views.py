"""What one's own agency keeps by law, what that does to its records, and who is of its Part 2 staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from kinwork.accounts import part_2
from kinwork.accounts.models import Agency
from kinwork.accounts.rules import PART_2
from kinwork.web.pages import page, right

# kind of records -> what it is, what it does to each record that the agency writes
KEPT = {
    PART_2: (
        _("A program for drugs or alcohol (42 CFR Part 2)"),
        _(
            "Each record that your agency writes about a family carries the label Part 2. Only your Part 2"
            " staff read and write it. Another organization reads it only by a written consent that says"
            " so and names the records; the notice of 42 CFR 2.32 goes with it. No emergency opens it."
        ),
    ),
    "ferpa": (
        _("School records (FERPA)"),
        _(
            "Each record that your agency writes about a family carries the label FERPA. Another"
            " organization reads it only by a written consent that names the records, the purpose and"
            " who gets them (34 CFR 99.30)."
        ),
    ),
    "idea part c": (
        _("Early intervention records (IDEA Part C)"),
        _(
            "Each record that your agency writes about a family carries the label IDEA Part C. Another"
            " organization reads it only by a written consent that names the records, the purpose and"
            " who gets them (34 CFR 303.414)."
        ),
    ),
    "head start": (
        _("Head Start records"),
        _(
            "Each record that your agency writes about a family carries the label Head Start. Another"
            " organization reads it only by a written consent that names the records, the purpose and"
            " who gets them (45 CFR 1303.22)."
        ),
    ),
}


@page(action="accounts.law", who=right("accounts.law"))
def law(request: HttpRequest) -> HttpResponse:
    """Read only: the operator marks an agency, its own staff page ticks who is Part 2 staff."""
    agency = get_object_or_404(Agency, pk=request.actor.agency)
    told = {
        "agency": agency,
        "kept": [KEPT[one] for one in KEPT if one in agency.records],
        "kept_not": [what for one, (what, _does) in KEPT.items() if one not in agency.records],
        "staff": part_2.staff_of(agency.pk, request.actor.community) if agency.is_part_2 else [],
    }
    return render(request, "accounts/law.html", told)
