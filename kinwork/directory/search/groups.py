"""Our terms in a dozen groups: the tiles of the first page. Pure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kinwork.library.codes import vocabulary
from kinwork.library.codes.vocabulary import Term


@dataclass(frozen=True)
class Group:
    """sign: an icon of the kit."""

    code: str
    words: Any
    sign: str
    codes: tuple[str, ...]

    @property
    def terms(self) -> list[Term]:
        known = vocabulary.terms()
        return [known[code] for code in self.codes if code in known]


def _group(code: str, words: Any, sign: str, codes: str) -> Group:
    return Group(code, words, sign, tuple(codes.split()))


GROUPS = (
    _group("food", _("Food for the family"), "restaurant", "food-pantry meals wic snap-help formula"),
    _group(
        "baby", _("Things for a baby"), "bedding",
        "diapers diaper-bank formula clothing car-seat crib",
    ),
    _group("home", _("Home and bills"), "home", "shelter rent-help housing-help utility-help"),
    _group(
        "care", _("Child care and preschool"), "school",
        "child-care child-care-assistance head-start early-head-start preschool respite",
    ),
    _group(
        "health", _("Doctor and health"), "medical_services",
        "pediatric-care prenatal-care dental-care immunization lactation health-coverage-help",
    ),
    _group(
        "growing", _("How my child grows"), "eco",
        "early-intervention developmental-screening home-visiting parenting-class playgroup"
        " library-storytime",
    ),
    _group(
        "mind", _("Stress and hard times"), "chat",
        "mental-health crisis-line substance-use-help domestic-violence-help respite",
    ),
    _group(
        "work", _("Work and school for adults"), "work",
        "job-help adult-education english-class transport internet-phone",
    ),
    _group("money", _("Money and papers"), "attach_money",
           "cash-help tax-help legal-help immigrant-services"),
    _group("family", _("Someone on my side"), "groups",
           "family-navigation kinship-support foster-support"),
)  # fmt: skip
QUICK = ("food-pantry", "diapers", "child-care", "pediatric-care", "rent-help", "preschool")
