"""Every state, verb and code in the words of a desk. Families read other words (their own page)."""

from django.utils.translation import gettext_lazy as _

from kinwork.library.codes import vocabulary

# state -> (tone, words)
STATE_WORDS = {
    "draft": ("quiet", _("Not sent yet")),
    "awaiting consent": ("waiting", _("Waiting for consent")),
    "sent": ("new", _("Sent, not answered")),
    "accepted": ("going", _("Accepted")),
    "contact being tried": ("going", _("Contact being tried")),
    "information needed": ("waiting", _("Information needed")),
    "waitlisted": ("waiting", _("On the waiting list")),
    "scheduled": ("going", _("Scheduled")),
    "no-show": ("late", _("Did not come")),
    "appointment cancelled": ("waiting", _("Appointment cancelled")),
    "being served": ("going", _("Being served")),
    "served": ("good", _("Served")),
    "not served": ("stopped", _("Not served")),
    "declined": ("stopped", _("Declined")),
    "withdrawn": ("stopped", _("Withdrawn by the family")),
    "consent ended": ("stopped", _("Consent ended")),
    "cancellation asked": ("waiting", _("Cancellation asked")),
    "cancelled": ("stopped", _("Cancelled")),
    "recalled": ("stopped", _("Taken back")),
    "expired": ("late", _("Expired without an answer")),
    "obsolete": ("quiet", _("No longer needed")),
    "re-routed": ("quiet", _("Sent another way")),
    "entered in error": ("quiet", _("Entered in error")),
}
# verb -> (the button, what stands in the timeline)
VERB_WORDS = {
    "make_referral": (_("New referral"), _("Referral begun")),
    "ask_consent": (_("Ask the family"), _("Family asked for consent")),
    "send": (_("Send"), _("Sent")),
    "accept": (_("Accept"), _("Accepted")),
    "waitlist": (_("Put on the waiting list"), _("Put on the waiting list")),
    "ask_information": (_("Ask for information"), _("Information asked for")),
    "give_information": (_("Answer the question"), _("Question answered")),
    "decline": (_("Decline"), _("Declined")),
    "try_contact": (_("Record a try to reach them"), _("Tried to reach the family")),
    "schedule": (_("Set a date"), _("Date set")),
    "mark_no_show": (_("They did not come"), _("Family did not come")),
    "cancel_appointment": (_("The date is off"), _("Date cancelled")),
    "start_service": (_("Service has begun"), _("Service began")),
    "serve": (_("Record what they received"), _("Served")),
    "end_unserved": (_("End without service"), _("Ended without service")),
    "withdraw": (_("The family does not want it"), _("Withdrawn by the family")),
    "end_consent": (_("End the consent"), _("Consent ended")),
    "ask_cancellation": (_("Ask them to cancel"), _("Cancellation asked")),
    "cancel": (_("Confirm the cancellation"), _("Cancelled")),
    "recall": (_("Take it back"), _("Taken back")),
    "expire": (_("Let it expire"), _("Expired without an answer")),
    "make_obsolete": (_("No longer needed"), _("Another place accepted, so this one ended")),
    "reroute": (_("Send it to another place"), _("Sent another way")),
    "enter_in_error": (_("This was a mistake"), _("Entered in error")),
}
# What pressing the button will do, and to whom, before it is done.
CONSEQUENCE = {
    "accept": _(
        "The family is told that you take them on, and you are asked to contact them in two business days. Other places asked for the same need are told that they need not answer."
    ),
    "waitlist": _("The family is told. You confirm the wait every 30 days."),
    "ask_information": _("Whoever sent it reads your question and answers it here."),
    "give_information": _("They read your answer, and it is theirs to answer again."),
    "decline": _(
        "The family and the sender are told, and other places are shown to them. You stop seeing what was shared."
    ),
    "try_contact": _("It stands in the timeline, so that nobody calls twice."),
    "schedule": _("The family is told that there is a date for it."),
    "mark_no_show": _("The family is told. You can set a new date."),
    "cancel_appointment": _("The family is told that the date is off. The referral goes on."),
    "start_service": _("From today they count as being served."),
    "serve": _(
        "The referral ends. The family is asked in two weeks whether it helped. What you write here stays with you and the family."
    ),
    "end_unserved": _("The referral ends. The family and the sender are told."),
    "withdraw": _("They stop seeing what was shared, at once, and are told that it ended."),
    "ask_cancellation": _(
        "They are asked to confirm. After two business days it stands by itself."
    ),
    "cancel": _("The referral ends, and the family is told."),
    "recall": _("Their view of it is removed at once."),
    "enter_in_error": _("It ends, and stays in the trail as a mistake."),
}
# What the family itself may press: the button, and what will happen.
FAMILY_VERBS = {
    "give_information": (_("Answer the question"), _("They read your answer here.")),
    "cancel_appointment": (
        _("I cannot come"),
        _("We tell them that you cannot come. You can get a new date."),
    ),
    "withdraw": (
        _("I do not want this any more"),
        _("They stop to see your answers at once. You do not have to say why."),
    ),
    "recall": (_("Take it back"), _("They do not see it any more.")),
}
REASON_WORDS = {
    "no room": _("We have no room"),
    "not eligible": _("The family is not eligible"),
    "outside service area": _("They live outside our area"),
    "wrong service": _("We do not give this service"),
    "language not available": _("We do not speak their language"),
    "hours do not fit": _("Our hours do not fit the family"),
    "too far": _("It is too far for the family"),
    "could not be reached": _("The family could not be reached"),
    "already served elsewhere": _("The family has help elsewhere"),
    "family changed its mind": _("The family changed its mind"),
    "costs too much": _("It costs the family too much"),
    "not acceptable to the family": _("The family does not want it this way"),
    "service has ended": _("This service has ended"),
    "did not come": _("They did not come"),
    "no longer eligible": _("No longer eligible"),
    "moved away": _("The family moved away"),
    "other": _("Another reason"),
    "fully": _("The need was met"),
    "partly": _("The need was partly met"),
    "not": _("The need was not met"),
    "phone": _("By phone"),
    "text": _("By text message"),
    "email": _("By e-mail"),
    "visit": _("At the door"),
    "letter": _("By letter"),
}
URGENCY_WORDS = {
    "today": ("late", _("Needed today")),
    "2 days": ("waiting", _("Within 2 business days")),
    "routine": ("quiet", _("Not urgent")),
}
CLASS_WORDS = {
    "identity": _("Names and birth dates"),
    "contact": _("How to reach them"),
    "location": _("Where they live"),
    "household": _("Who lives with them, and their town"),
    "means": _("Income and benefits"),
    "demographics": _("Race, ethnicity, disability"),
    "development": _("How the child grows"),
    "health": _("Health and pregnancy"),
    "education": _("School records"),
    "plan": _("The family plan"),
    "notes": _("Notes"),
    "sud": _("Substance use treatment"),
    "safety": _("Safety"),
}
# An organization that has signed nothing sees this, and nothing else.
PACKET_WORDS = (
    _("The first name of a caregiver"),
    _("Safe ways to reach the family"),
    _("How old the child is"),
    _("What is needed"),
)
PARTY_WORDS = {
    "sender": _("sender"),
    "receiver": _("receiver"),
    "family": _("the family"),
    "clock": _("by itself"),
    "system": _("by itself"),
    "coordinator": _("coordinator"),
}
WORK_WORDS = {
    "answer": _("Answer it"),
    "first contact": _("Contact the family"),
    "give information": _("Answer their question"),
    "confirm the wait": _("Confirm that they still wait"),
    "appointment": _("Prepare the appointment"),
    "new date": _("Set a new date"),
    "record the outcome": _("Record what they received"),
    "confirm the cancellation": _("Confirm the cancellation"),
    "ask consent": _("Ask the family for consent, then send"),
    "ask consent again": _("Ask the family again"),
    "next door": _("Find the next place"),
    "closed": _("Read that it ended"),
    "re-route": _("Send it another way: they take part no more"),
    "renew agreement": _("An agreement ends soon: renew it or let it end"),
    "answer overdue": _("No answer in time: call them, or send it another way"),
    "first contact overdue": _("Nobody has contacted the family"),
    "decide": _("Tried long enough: decide"),
    "wait not confirmed": _("The wait was not confirmed"),
    "information overdue": _("Your answer is overdue"),
    "the family says otherwise": _("The family says that it did not help"),
}
HELPED_WORDS = {
    "yes": ("good", _("It helped")),
    "partly": ("waiting", _("It helped in part")),
    "no": ("stopped", _("It did not help")),
}


def need_name(code: str, language: str) -> str:
    """A need as people call it."""
    term = vocabulary.terms().get(code)
    return term.name(language) if term else code


def shared(classes, has_signed: bool) -> list:
    """What a receiver may see while a referral is open, in words."""
    return [CLASS_WORDS[name] for name in classes] if has_signed else list(PACKET_WORDS)
