"""What a family allows, what it is asked by a link, and the end of its record."""

from kinwork.trust.consent.models.asks import ConsentAsk
from kinwork.trust.consent.models.closings import Closing
from kinwork.trust.consent.models.consents import Consent
from kinwork.trust.consent.rules import WAYS

__all__ = ["WAYS", "Closing", "Consent", "ConsentAsk"]
