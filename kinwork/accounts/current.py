"""Who a request comes from: the hat a signed-in person wears, a family's own page, a link, a visitor."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import queries, sessions
from kinwork.accounts.models import Membership
from kinwork.common.actor import VISITOR, Actor

HAT = "hat"  # membership id of the hat worn now
FAMILY = "family"  # [person id, household id, community id, since when] once a key was turned
DRAFT = "draft"  # id of the unfinished intake this browser holds
LINK = "link"  # id of the referral whose signed link was opened last
LINKS = "links"  # of those opened in other tabs beside it: referral id -> until when (timestamp)
MOST_LINKS = 6
ONE_CLICK = "one_click"  # signed in by the demo's one click; means nothing outside demo mode


def actor_of(request: HttpRequest) -> Actor:
    """The one actor of this request; a visitor when nothing says otherwise.

    A disabled account or an ended hat is a visitor at the very next request. So is somebody whose
    session has not shown a passkey or a code, or whose training is out of date:
    `request.needs` names the page that mends it.
    """
    request.hats, request.hat, request.needs = [], None, None
    if request.user.is_authenticated:
        return _staff(request)
    if key := request.session.get(FAMILY):
        person, household, community = (UUID(part) for part in key[:3])
        return Actor("family", person, household, "family member", community)
    if draft := request.session.get(DRAFT):
        return Actor("draft", UUID(draft))
    if link := _link(request):
        return Actor("link", UUID(link))
    return VISITOR


def hold_link(request: HttpRequest, referral: UUID, seconds: float) -> None:
    """This browser opened the signed link of `referral`, which lasts `seconds` more. The links of a few
    other tabs stay, each for its own time; the session ends with the last of them."""
    now = timezone.now().timestamp()
    held = {key: until for key, until in _held(request).items() if key != str(referral)}
    newest = sorted(held.items(), key=lambda one: one[1])[-(MOST_LINKS - 1) :]
    request.session[LINKS] = dict(newest) | {str(referral): now + seconds}
    request.session[LINK] = str(referral)
    longest = max(request.session[LINKS].values()) - now
    request.session.set_expiry(int(min(settings.SESSION_COOKIE_AGE, max(1, longest))))


def _held(request: HttpRequest) -> dict[str, float]:
    now = timezone.now().timestamp()
    return {key: till for key, till in request.session.get(LINKS, {}).items() if till > now}


def _link(request: HttpRequest) -> str | None:
    """The one referral that this request is about: the address says which, else the link opened last.
    Whoever acts by a link acts for one referral alone, however many tabs are open."""
    held, last = _held(request), request.session.get(LINK)
    named = next((part for part in request.path.split("/") if part in held), None)
    if named or last not in request.session.get(LINKS, {}):
        return named or last
    return last if last in held else None


def came_in(request: HttpRequest) -> datetime | None:
    """When this browser came onto the family's page; None where nobody wrote it down."""
    key = request.session.get(FAMILY) or ()
    return datetime.fromisoformat(key[3]) if len(key) > 3 else None


def _staff(request: HttpRequest) -> Actor:
    request.needs = _needs(request)
    if request.needs:
        return VISITOR
    hats = queries.open_hats(request.user, timezone.now())
    hat = worn(request, hats)
    if hat is None or not request.user.is_active:
        return VISITOR
    request.hats, request.hat = hats, hat
    return Actor("staff", request.user.id, hat.agency_id, hat.role, hat.community_id)


def worn(request: HttpRequest, hats: list[Membership]) -> Membership | None:
    """The hat this browser chose, else the one worn last, else the first."""
    chosen = (request.session.get(HAT), str(request.user.last_hat_id))
    by_id = {str(one.id): one for one in hats}
    return next((by_id[one] for one in chosen if one in by_id), hats[0] if hats else None)


def _needs(request: HttpRequest) -> str | None:
    """The page to go to before anything else opens, or None."""
    user, now = request.user, timezone.now()
    if not is_protected(request) or (user.mfa_due and user.mfa_due <= now):
        return "accounts:protect"
    if user.training_due and user.training_due <= now:
        return "accounts:training"
    return None


def is_protected(request: HttpRequest) -> bool:
    """Did this session show a second factor that the account still has?

    In demo mode a one-click sign-in counts as one.
    """
    if settings.DEMO and request.session.get(ONE_CLICK):
        return True
    return sessions.took_second_step(request) and queries.has_second_factor(request.user)


def way_on(request: HttpRequest) -> str | None:
    """Where somebody who is signed in, but acts as nobody yet, has to go first."""
    if not request.user.is_authenticated or request.actor != VISITOR:
        return None
    return reverse(request.needs or "accounts:account")


def sign_page(request: HttpRequest, response: HttpResponse) -> None:
    """Pages with people on them are never kept by a browser or proxy."""
    page = getattr(request, "page", None)
    signed_in = request.user.is_authenticated or request.actor != VISITOR
    if signed_in or (page is not None and page.classes):
        response.headers["Cache-Control"] = "no-store"
