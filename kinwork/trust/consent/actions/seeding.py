"""The product's own wording, where a community has none."""

from datetime import datetime

from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.common.models import Text
from kinwork.trust.consent import texts


def seed_texts(*, by: Actor, at: datetime) -> int:
    """Put the product's own wording in force where there is none yet; how many were written."""
    written = 0
    for (key, language), body in texts.PRODUCT.items():
        _text, made = Text.objects.get_or_create(
            key=key, language=language, community=None, version=1, defaults={"body": body}
        )
        written += made
    if written:
        audit.record("consent.seed_texts", by=by, at=at, written=written)
    return written
