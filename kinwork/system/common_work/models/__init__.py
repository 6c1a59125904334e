"""Common work of a partnership. About no family, and no person by name."""

from kinwork.system.common_work.models.doing import Change, StrategyReview, Support
from kinwork.system.common_work.models.funding import Funding, FundingPartner, FundingStep
from kinwork.system.common_work.models.learning import (
    CheckRound,
    Convening,
    HelpPlan,
    HelpRequest,
    PeopleCount,
    Rating,
)

__all__ = [
    "Change",
    "CheckRound",
    "Convening",
    "Funding",
    "FundingPartner",
    "FundingStep",
    "HelpPlan",
    "HelpRequest",
    "PeopleCount",
    "Rating",
    "StrategyReview",
    "Support",
]
