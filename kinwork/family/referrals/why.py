"""Why a referral ended without help, said to the family; and what of it the family knows better."""

from django.utils.translation import gettext_lazy

from kinwork.family.referrals.claims import SAID_OF_FAMILY
from kinwork.family.referrals.codes import FAMILY_KNOWS
from kinwork.family.referrals.models import Referral

# A coded reason, said to the family.
WHY = {
    "no room": gettext_lazy("They have no room now."),
    "full": gettext_lazy("They told us before that they are full. No person there read it."),
    "not eligible": gettext_lazy("Their rules do not fit your family."),
    "outside service area": gettext_lazy("They do not help in your area."),
    "wrong service": gettext_lazy("They do not give this help."),
    "language not available": gettext_lazy("They have nobody who speaks your language."),
    "hours do not fit": gettext_lazy("Their hours do not fit you."),
    "too far": gettext_lazy("It is too far for you."),
    "could not be reached": gettext_lazy("They tried and could not reach you."),
    "already served elsewhere": gettext_lazy("You have this help from another place."),
    "family changed its mind": gettext_lazy("You told them that you do not want it now."),
    "family did not agree": gettext_lazy("You said no to sharing it."),
    "costs too much": gettext_lazy("It costs too much for you."),
    "not acceptable to the family": gettext_lazy("You told them that it is not right for you."),
    "service has ended": gettext_lazy("They do not give this help any more."),
    "did not come": gettext_lazy("They did not see you at the date."),
    "no longer eligible": gettext_lazy("Their rules do not fit your family any more."),
    "moved away": gettext_lazy("You moved away."),
    "never needed": gettext_lazy("You never needed this."),
    "wrong place": gettext_lazy("It was the wrong place."),
    "other": gettext_lazy("They did not choose a reason from our list."),
}


def reason_of(referral: Referral) -> str:
    """The code of the last reason that was given and stands; "" without one."""
    event = (
        referral.events.exclude(reason="")
        .exclude(verb__in=("propose_decline", "send", "end_search"))
        .order_by("number")
        .last()
    )
    return event.reason if event else ""


def said_of_family(referral: Referral) -> str:
    """The reason that a provider gave for its no and that the family knows better; "" for none."""
    reason = reason_of(referral) if referral.state in SAID_OF_FAMILY else ""
    return reason if reason in FAMILY_KNOWS else ""
