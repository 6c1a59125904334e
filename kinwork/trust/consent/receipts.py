"""The receipt of a consent: what was said, to whom, when, how, in which words. As data it follows the
fields of ISO/IEC TS 27560 (consent record information structure) as a guide."""

from typing import Any

from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.notices import notice

SCHEMA = "ISO/IEC TS 27560:2023 (guide); kinwork 1"


def as_data(consent: Consent) -> dict[str, Any]:
    """Plain values, for a file. It names nobody of the family but by id."""
    return {
        "record_metadata": {
            "record_id": str(consent.pk),
            "schema_version": SCHEMA,
            "issued_at": _iso(consent.recorded_at),
        },
        "pii_processing": {
            "notice": {
                "key": consent.text.key,
                "version": consent.text.version,
                "language": consent.language,
                "words": consent.words,
            },
            "purposes": [
                {
                    "purpose": purpose,
                    "lawful_basis": "consent",
                    "pii_categories": consent.classes,
                    "recipients": [consent.agency.name],
                    "from": _iso(consent.starts),
                    "until": _iso(consent.ends),
                }
                for purpose in consent.purposes
            ],
            "named_records": consent.records,
            "substance_use_treatment_records": consent.part_2,
            "redisclosure": _redisclosure(consent),
            "withdrawal": "at any time, on the family's page or by whoever helps it",
        },
        "party_identification": {
            "pii_principal": str(consent.given_by_id),
            "pii_controllers": [
                {"role": "recipient", "name": consent.agency.name},
                *(
                    [{"role": "recorded by", "name": consent.recorded_by.name}]
                    if consent.recorded_by
                    else []
                ),
            ],
        },
        "events": list(events(consent)),
    }


def _redisclosure(consent: Consent) -> dict[str, Any] | None:
    """The notice that travels with treatment records, with its version."""
    found = notice(consent.classes, consent.language, consent.community_id)
    if found is None:
        return None
    return {"key": found.key, "version": found.version, "words": found.body}


def events(consent: Consent):
    """What became of it, the oldest first."""
    yield {
        "type": "refused" if consent.deny else "narrowed" if consent.narrows_id else "given",
        "at": _iso(consent.recorded_at),
        "method": consent.way,
        "witness": consent.witness,
        "signed_on": consent.signed_on and consent.signed_on.isoformat(),
        "paper_at": consent.paper_at,
    }
    if consent.ended_at:
        yield {
            "type": "ended",
            "at": _iso(consent.ended_at),
            "method": consent.ended_way,
            "witness": consent.ended_witness,
            "signed_on": consent.ended_signed_on and consent.ended_signed_on.isoformat(),
            "paper_at": consent.ended_paper_at,
        }


def _iso(at) -> str | None:
    return at and at.isoformat(timespec="seconds")
