"""Every state, verb and code in the words of a desk. Families read other words (their own page)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kinwork.common.community import setting
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
    "decline under review": ("waiting", _("Decline under review")),
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
    "answer_full": (_("Full: send nobody now"), _("Answered by their own rule: full")),
    "propose_decline": (_("Decline"), _("Declined, under review")),
    "uphold_decline": (_("Let the decline stand"), _("The decline stands")),
    "return_decline": (_("Send it back with a word"), _("Sent back to the receiver")),
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
    "end_search": (_("No other place follows"), _("No other place follows")),
    "enter_in_error": (_("This was a mistake"), _("Entered in error")),
}
# What pressing the button will do, and to whom, before it is done.
CONSEQUENCE = {
    "ask_consent": _(
        "It waits for the family's yes. After %(n)s days without an answer you are reminded to ask again."
    ),
    "accept": _(
        "The family is told that you take them on, and you are asked to contact them within %(n)s business days. Other places asked for the same need are told that they need not answer."
    ),
    "waitlist": _("The family is told. You confirm the wait every %(n)s days."),
    "ask_information": _(
        "Whoever sent it or the family answers your question here. The family is told that there is one."
    ),
    "give_information": _("They read your answer, and it is theirs to answer again."),
    "decline": _(
        "The family and the sender are told, and other places are shown to them. You stop seeing what was shared."
    ),
    "uphold_decline": _("The family and the sender are told, and other places are shown to them."),
    "return_decline": _(
        "It stands again as it did before, and its clock begins anew. The family was told nothing."
    ),
    "try_contact": _("It stands in the timeline, so that nobody calls twice."),
    "schedule": _("The family is told that there is a date for it."),
    "mark_no_show": _("The family is told. You can set a new date."),
    "cancel_appointment": _("The family is told that the date is off. The referral goes on."),
    "start_service": _("From today they count as being served."),
    "serve": _(
        "The referral ends. The family is asked after %(n)s days whether it helped. What you write here stays with you and the family."
    ),
    "end_unserved": _("The referral ends. The family and the sender are told."),
    "withdraw": _("They stop seeing what was shared, at once, and are told that it ended."),
    "ask_cancellation": _(
        "They are asked to confirm. After %(n)s business days it stands by itself, and the family is told. If the need is still there, you look for another place then."
    ),
    "cancel": _("The referral ends, and the family is told."),
    "recall": _("Their view of it is removed at once."),
    "end_search": _(
        "Nobody looks for another place for this need any more, and it leaves the desks. The family can ask again at any time."
    ),
    "enter_in_error": _(
        "It ends, and stays in the trail as a mistake. The family is told. If the need is still there, you look for another place."
    ),
}
REVIEWED = _(
    "The coordinator looks at it first. After %(n)s business days it stands by itself. Until then the family is told nothing. What the family said itself stands at once."
)
# Whose number stands in the sentence.
COUNTED = {
    "ask_consent": "consent_days",
    "accept": "first_contact_days",
    "waitlist": "waitlist_confirm_days",
    "serve": "follow_up_days",
    "ask_cancellation": "cancel_days",
    "decline": "decline_review_days",
}
# Deeds that are no move: the referral stays where it is.
HANDOFF_WORDS = {
    "in person": _("in person"),
    "three-way call": _("in a call of three"),
    "video": _("by video"),
    "message": _("by a message"),
}
# What the family itself may press: the button, and what will happen.
FAMILY_VERBS = {
    "send": (_("Read it and send it"), _("They see it once you say yes.")),
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
    "end_search": (
        _("We do not need another place"),
        _("Nobody looks for another place for you. You can ask again when you want."),
    ),
}
REASON_WORDS = {
    "no room": _("We have no room"),
    "full": _("They are full and keep no waiting list. A rule of theirs answered, no person"),
    "not eligible": _("The family is not eligible"),
    "outside service area": _("They live outside our area"),
    "wrong service": _("We do not give this service"),
    "language not available": _("We do not speak their language"),
    "hours do not fit": _("Our hours do not fit the family"),
    "too far": _("It is too far for the family"),
    "could not be reached": _("The family could not be reached"),
    "already served elsewhere": _("The family has help elsewhere"),
    "family changed its mind": _("The family changed its mind"),
    "family did not agree": _("The family did not agree to share this"),
    "costs too much": _("It costs the family too much"),
    "not acceptable to the family": _("The family does not want it this way"),
    "service has ended": _("This service has ended"),
    "did not come": _("They did not come"),
    "no longer eligible": _("No longer eligible"),
    "moved away": _("The family moved away"),
    "never needed": _("The family never needed this"),
    "wrong place": _("It was sent to the wrong place"),
    "family looks itself": _("The family looks for a place itself"),
    "no other place": _("No other place gives this here"),
    "other": _("Another reason"),
    "fully": _("The need was met"),
    "partly": _("The need was partly met"),
    "not": _("The need was not met"),
    "been here before": _("It has been at this place before"),
    "back where it came from": _("It goes back to where it came from"),
    "phone": _("By phone"),
    "no answer": _("Called: no answer"),
    "left word": _("Called: left word"),
    "reached": _("Reached them"),
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
    "answer the offer": _("A place was offered: ask the family if they want it"),
    "offer taken": _("They want the place you offered: accept"),
    "confirm the wait": _("Confirm that they still wait"),
    "appointment": _("Prepare the appointment"),
    "new date": _("Set a new date"),
    "new date asked": _("The family cannot come at its time: set another with it"),
    "record the outcome": _("Record what they received"),
    "confirm the cancellation": _("Confirm the cancellation"),
    "ask consent": _("Ask the family for consent, then send"),
    "ask consent again": _("Ask the family again"),
    "send": _("The family said yes: send it"),
    "agreed, not sent": _("The family said yes, and it is not sent yet"),
    "next door": _("Find the next place"),
    "no next door": _("No next place in time: find one, or say why none follows"),
    "closed": _("Read that it ended"),
    "no sender": _("Whoever sent it works here no more: look after it"),
    "re-route": _("Send it another way: they take part no more"),
    "renew agreement": _("An agreement ends soon: renew it or let it end"),
    "answer overdue": _("No answer in time: call them, or send it another way"),
    "first contact overdue": _("Nobody has contacted the family"),
    "decide": _("Tried long enough: decide"),
    "wait not confirmed": _("The wait was not confirmed"),
    "information overdue": _("Your answer is overdue"),
    "the family has not answered": _("The family has not answered: call them"),
    "date not settled": _("Nobody said what came of the date"),
    "no new date": _("Nobody has found a new date"),
    "service not looked at": _("Served for long: look at it again"),
    "review the decline": _("Look at this decline before it stands"),
    "the family says otherwise": _("The family says otherwise: talk with it"),
}
GOT_WORDS = {
    True: _("They say that they got it"),
    False: _("They say that they did not get it"),
}
DIFFERENCE_WORDS = {
    "yes": _("It made a difference"),
    "partly": _("It made a small difference"),
    "no": _("It made no difference"),
}
TOLD_WORDS = {
    "not at all": _("They did not have to tell their story again"),
    "once": _("They told their story again once"),
    "twice": _("They told their story again twice"),
    "3 or more": _("They told their story again 3 times or more"),
}
HELPED_WORDS = {
    "yes": ("good", _("It helped")),
    "partly": ("waiting", _("It helped in part")),
    "no": ("stopped", _("It did not help")),
}


def consequence(verb: str, community) -> str:
    """What pressing the button will do here, with this community's own numbers."""
    said, n = CONSEQUENCE.get(verb, ""), 0
    if verb in COUNTED:
        n = setting(community, COUNTED[verb])
    if verb == "decline" and n:
        said = REVIEWED
    return str(said) % {"n": n} if said else ""


def need_name(code: str, language: str) -> str:
    """A need as people call it."""
    term = vocabulary.terms().get(code)
    return term.name(language) if term else code


def shared(classes, has_signed: bool) -> list:
    """What a receiver may see while a referral is open, in words."""
    return [CLASS_WORDS[name] for name in classes] if has_signed else list(PACKET_WORDS)


WRONG_DATE = {
    "over": _("This time is over. Please choose one that is still to come."),
    "too far": _("This is more than a year ahead. Please look at the year again."),
}


def of_word(word: Any) -> list[Any]:
    """What a family's word says beside whether it helped; what it left open is left out."""
    said = (
        GOT_WORDS.get(word.got_it),
        DIFFERENCE_WORDS.get(word.difference),
        TOLD_WORDS.get(word.times_told),
    )
    return [one for one in said if one]
