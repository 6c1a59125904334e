"""Who a request comes from: the hat a signed-in person wears, a family's own page, a link, a visitor."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kinwork.accounts.models import Membership
from kinwork.common.actor import VISITOR, Actor

HAT = "hat"  # membership id of the hat worn now
FAMILY = "family"  # [person id, household id, community id] once a family's key was turned
DRAFT = "draft"  # id of the unfinished intake this browser holds
LINK = "link"  # id of the one referral whose signed link was opened


def actor_of(request: HttpRequest) -> Actor:
    """The one actor of this request; a visitor when nothing says otherwise.

    A disabled account or an ended hat is a visitor at the very next request.
    """
    if request.user.is_authenticated:
        return _staff(request)
    if key := request.session.get(FAMILY):
        person, household, community = (UUID(part) for part in key)
        return Actor("family", person, household, "family member", community)
    if draft := request.session.get(DRAFT):
        return Actor("draft", UUID(draft))
    if link := request.session.get(LINK):
        return Actor("link", UUID(link))
    return VISITOR


def _staff(request: HttpRequest) -> Actor:
    hats = open_hats(request.user)
    wanted = request.session.get(HAT) or str(request.user.last_hat_id)
    hat = next((one for one in hats if str(one.id) == wanted), hats[0] if hats else None)
    request.hats, request.hat = hats, hat
    if hat is None or not request.user.is_active:
        return VISITOR
    return Actor("staff", request.user.id, hat.agency_id, hat.role, hat.community_id)


def open_hats(user) -> list[Membership]:
    """The memberships of `user` that are open now, in a steady order."""
    now = timezone.now()
    found = Membership.objects.filter(user=user, starts__lte=now, agency__active=True)
    found = found.exclude(ends__lte=now).select_related("agency", "community")
    return list(found.order_by("agency__name", "role"))


def sign_page(request: HttpRequest, response: HttpResponse) -> None:
    """Pages with people on them are never kept by a browser or proxy."""
    page = getattr(request, "page", None)
    if request.actor != VISITOR or (page is not None and page.classes):
        response.headers["Cache-Control"] = "no-store"
