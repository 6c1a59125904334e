"""The floors of the house that hold Django apps; the import contract in pyproject.toml says the same."""

# Lower floors first.
FLOORS = {
    "common": ["kinwork.common"],
    "web": ["kinwork.web"],
    "directory": ["kinwork.directory"],
    "accounts": ["kinwork.accounts"],
    "people": ["kinwork.people"],
    "trust": [
        "kinwork.trust.access",
        "kinwork.trust.agreements",
        "kinwork.trust.consent",
        "kinwork.trust.retention",
        "kinwork.trust.disclosures",
    ],
    "family": [
        "kinwork.family.facts",
        "kinwork.family.phrases",
        "kinwork.family.contact",
        "kinwork.family.programs",
        "kinwork.family.eligibility",
        "kinwork.family.referrals",
        "kinwork.family.appointments",
        "kinwork.family.waiting",
        "kinwork.family.doors",
        "kinwork.family.intake",
        "kinwork.family.followup",
    ],
    "system": [
        "kinwork.system.loop",
        "kinwork.system.results",
        "kinwork.system.barriers",
        "kinwork.system.partnerships",
        "kinwork.system.common_work",
        "kinwork.system.meetings",
        "kinwork.system.evidence",
        "kinwork.system.continuum",
        "kinwork.system.approaches",
    ],
    "interop": ["kinwork.interop.hsds"],
    "home": ["kinwork.home"],
    "demo": ["kinwork.demo"],
}
