"""Words of agreements: kinds, states, verbs, what is missing."""

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "participation": _("Participation memorandum (enterprise MOU)"),
    "mou": _("Memorandum of understanding"),
    "data-sharing": _("Data-sharing agreement"),
    "data use licence": _("Data use licence"),
    "co-location": _("Co-location"),
    "shared staffing": _("Shared staffing"),
    "joint funding": _("Joint funding"),
}
# What each kind is for, for whoever chooses one.
KIND_HELP = {
    "participation": _("Many parties. With it families can let an agency see what they choose."),
    "mou": _("Parties may share what they own, as far as a data-sharing agreement says."),
    "data-sharing": _("One owner opens kinds of data to others, for the purposes it names."),
    "data use licence": _("An extract for one project. It opens no row of a family."),
    "co-location": _("Services under one roof: where, when, who bears the costs."),
    "shared staffing": _("One person works for several: who employs, who supervises, what share."),
    "joint funding": _(
        "Money from several for one purpose: which stream, whose share, who keeps it."
    ),
}
# name: what it is called on a form, what helps to fill it in.
TERM_WORDS = {
    "place": (_("Where"), _("The building and the rooms.")),
    "services": (_("Which services are there, and whose"), ""),
    "hours": (_("Days and hours"), ""),
    "costs": (_("Who bears which costs"), _("Rent, pay, supplies, insurance.")),
    "position": (_("The position and its tasks"), ""),
    "employer": (_("Who employs"), ""),
    "supervision": (_("Who supervises, and how often"), ""),
    "time": (_("Share of time for each party"), _("For example: half a week each.")),
    "stream": (_("Which money"), _("The program or fund, with its rules.")),
    "amount": (_("How much, for which period"), ""),
    "shares": (_("Share of each party"), ""),
    "fiscal_agent": (_("Who keeps the accounts"), _("The fiscal agent.")),
    "reporting": (_("What is reported, to whom, and when"), ""),
}
# How a party signed.
WAY_WORDS = {
    "typed": _("By typing the name"),
    "passkey": _("With a passkey"),
    "paper": _("On paper"),
}
WAYS_TO_SIGN = {
    "typed": _("By typing your name"),
    "passkey": _("With your passkey"),
    "paper": _("With a scan of the signed paper"),
}
# For whoever convenes, about somebody else's signature.
WAYS_TO_RECORD = {"typed": _("Without a scan"), "paper": _("With a scan of the signed paper")}
DAY_ON_PAPER = {
    "future": _("This day has not come yet. Write the day that stands on the paper."),
    "past": _("This day is too long ago. Please check the year."),
}
# What became of a scan: tone, words.
SCAN_WORDS = {
    "being checked": ("waiting", _("The scan is being checked")),
    "clean": ("good", _("Scan")),
    "infected": ("stopped", _("The scan was refused: it was not safe")),
    "removed": ("quiet", _("The scan was taken away")),
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
    "missing": "late",
    "none": "quiet",
}
# Short enough for the head of a column.
SHORT_KIND_WORDS = {
    "participation": _("Taking part"),
    "mou": _("Understanding"),
    "data-sharing": _("Data sharing"),
    "data use licence": _("Data use"),
    "co-location": _("Co-location"),
    "shared staffing": _("Shared staffing"),
    "joint funding": _("Joint funding"),
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
    "emergency": _("no emergency clause: only a memorandum or a data-sharing agreement has one"),
    **{name: label for name, (label, _help) in TERM_WORDS.items()},
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
