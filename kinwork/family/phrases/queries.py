"""Which texts there are; row-level security keeps to one's own agency."""

from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from kinwork.family.phrases.models import Phrase
from kinwork.family.phrases.rules import DEEDS

_ORDER = Case(
    *(When(deed=deed, then=Value(number)) for number, deed in enumerate(DEEDS)),
    output_field=IntegerField(),
)


def texts(agency: UUID | None, deed: str = "") -> QuerySet[Phrase]:
    """An agency's texts that count, by deed and name; `deed`: of this one alone."""
    found = Phrase.objects.filter(agency=agency, ended_at=None)
    if deed:
        found = found.filter(deed=deed)
    return found.order_by(_ORDER, "name", "id")
