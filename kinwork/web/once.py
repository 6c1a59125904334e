"""A form sent twice does its deed once.

Every form carries a hidden `form_id`, made when it was first drawn. The action takes it as the
id of the row it makes: a second sending, or the back button and a changed text, finds that row.
"""

from uuid import UUID

from django.http import HttpRequest

from kinwork.common.ids import new_id

FIELD = "form_id"


def form_id(request: HttpRequest) -> UUID:
    """The id this form was drawn with; a fresh one when it came without, or with nonsense."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return new_id()
