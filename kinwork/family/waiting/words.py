"""What comes first and what became of an offer, in words that everybody reads."""

from django.utils.translation import gettext_lazy as _

from kinwork.family.waiting.models import PriorityRule

KIND_WORDS = {
    "homelessness": _("Families without a stable home"),
    "foster care": _("Children in foster care"),
    "youngest": _("The youngest children"),
}
STATE_WORDS = {
    "open": ("new", _("A place was offered")),
    "taken": ("good", _("They want the place")),
    "refused": ("quiet", _("They did not want the place")),
    "lapsed": ("late", _("Nobody answered the offer")),
    "over": ("quiet", _("The offer is over")),
    "skipped": ("stopped", _("Passed over")),
}
SKIP_WORDS = {
    "aged out": _("The child is too old for it now"),
    "served elsewhere": _("They have this help from another place"),
    "moved away": _("They live somewhere else now"),
}
# The same, said to the family.
SKIP_FAMILY = {
    "aged out": _(
        "A place was free. We did not offer it: by our list your child is too old for it."
    ),
    "served elsewhere": _(
        "A place was free. We did not offer it: by our list you have this help from another place."
    ),
    "moved away": _("A place was free. We did not offer it: by our list you moved away."),
}


def rule_words(rule: PriorityRule) -> str:
    """One priority, as it is shown to whoever waits."""
    name = str(KIND_WORDS[rule.kind])
    if rule.months:
        return str(_("%(who)s: under %(n)s months")) % {"who": name, "n": rule.months}
    return name
