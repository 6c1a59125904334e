"""Words of agreements: kinds, states, verbs, what is missing."""

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "participation": _("Participation memorandum (enterprise MOU)"),
    "mou": _("Memorandum of understanding"),
    "data-sharing": _("Data-sharing agreement"),
    "data use licence": _("Data use licence"),
}
STATE_WORDS = {
    "draft": _("Draft"),
    "in review": _("In review"),
    "partly signed": _("Signed by some"),
    "in force": _("In force"),
    "suspended": _("Suspended"),
    "ended": _("Ended"),
    "superseded": _("Replaced by a new version"),
}
TONES = {
    "draft": "quiet",
    "in review": "waiting",
    "partly signed": "waiting",
    "in force": "good",
    "suspended": "stopped",
    "ended": "quiet",
    "superseded": "quiet",
}
STANDING_WORDS = {
    "in force": _("In force"),
    "expiring": _("Ends soon"),
    "begins later": _("Begins later"),
    "suspended": _("Suspended"),
    "being signed": _("Waiting for signatures"),
    "drafted": _("Draft"),
    "over": _("Ended"),
    "missing": _("Missing"),
    "none": _("None of this kind"),
}
STANDING_TONES = {
    "in force": "good",
    "expiring": "late",
    "begins later": "new",
    "suspended": "stopped",
    "being signed": "waiting",
    "drafted": "quiet",
    "over": "late",
    "missing": "stopped",
    "none": "quiet",
}
# Short enough for the head of a column.
SHORT_KIND_WORDS = {
    "participation": _("Taking part"),
    "mou": _("Understanding"),
    "data-sharing": _("Data sharing"),
    "data use licence": _("Data use"),
}
ROLE_WORDS = {"party": _("Party"), "provider": _("Provider"), "recipient": _("Recipient")}
PURPOSE_WORDS = {
    "care": _("care: service, eligibility, coordination"),
    "statistics": _("statistics"),
    "evaluation": _("evaluation"),
    "audit": _("audit"),
    "oversight": _("oversight"),
}
CLASS_WORDS = {
    "identity": _("identity (names, birth dates, language)"),
    "contact": _("contact"),
    "location": _("location (street address)"),
    "household": _("household"),
    "means": _("means (income, benefits)"),
    "demographics": _("demographics"),
    "development": _("development"),
    "health": _("health"),
    "sud": _("substance use treatment (42 CFR Part 2)"),
    "safety": _("safety"),
    "education": _("education records"),
    "plan": _("plan"),
    "notes": _("notes"),
}
VERB_WORDS = {
    "submit": _("Send for review"),
    "withdraw": _("Take back to draft"),
    "sign": _("Sign"),
    "join": _("Take part"),
    "suspend": _("Suspend now"),
    "resume": _("Resume"),
    "leave": _("Leave"),
    "end": _("End now"),
    "make_version": _("Write a new version"),
}
MISSING = {
    "title": _("a title"),
    "dates": _("an end after its beginning"),
    "two parties": _("at least two parties"),
    "one provider": _("one agency whose data it is"),
    "recipient party": _("the agencies that receive the data"),
    "classes": _("the kinds of data"),
    "storage": _("how data is sent and kept"),
    "recipient": _("who receives the extract"),
    "permitted_use": _("what it may be used for"),
    "destroy_by": _("a day in the future on which it is destroyed"),
    "purpose of a licence": _("a purpose other than care"),
    "purposes": _("its purposes"),
    "emergency": _("no emergency clause: a licence has none"),
}

# What a nation says about figures: the button, and what it does.
FIGURES_WORDS = {
    "withhold": (
        _("Withhold for now"),
        _(
            "From that day nothing about your people enters a figure, until you allow it again. What"
            " you signed stays signed. Figures that were released before stay released."
        ),
    ),
    "allow": (
        _("Allow it again"),
        _("Your people are counted again under what you signed for statistics, from now on."),
    ),
    "withdraw": (
        _("Withdraw"),
        _(
            "From that day nothing that you signed until then lets anybody count your people. Only a"
            " new agreement for statistics, signed afterwards, does. Figures that were released"
            " before stay released."
        ),
    ),
}
