"""What the fields, deeds and holidays of a community's set-up are called on the page."""

from django.utils.translation import gettext_lazy as _

# name: (label, what it does)
SETTINGS = {
    "answer_days": (
        _("Time to answer a referral"),
        _("Then it is overdue, and the coordinator is told. Two days is the usual norm."),
    ),
    "reminder_hours": (
        _("Reminder before an answer is due"),
        _("The receiver is reminded so long before. None goes where the time is shorter."),
    ),
    "expire_days": (
        _("Time after which what nobody answers ends"),
        _("Counted from the day it is overdue. The sender is then led to the next place."),
    ),
    "first_contact_days": (
        _("Time from a yes to the first contact"),
        _("Then it is overdue, and the supervisor is told."),
    ),
    "contact_tries": (
        _("Tries to reach a family"),
        _("After so many, the worker may close the referral as not reached."),
    ),
    "contact_days": (
        _("Time to keep trying to reach a family"),
        _("Then the worker decides how it goes on."),
    ),
    "waitlist_confirm_days": (
        _("Time on a waitlist until it is confirmed again"),
        _("So that nobody waits on a list that is no longer true."),
    ),
    "after_date_days": (
        _("Time after a date to say what came of it"),
        _("Then it is overdue, and the supervisor is told."),
    ),
    "new_date_days": (
        _("Time to find a new date"),
        _("After a family did not come, or a date is off. Then the supervisor is told."),
    ),
    "check_days": (
        _("Time in service until it is looked at again"),
        _("Then the supervisor is told, so that no service goes on only on paper."),
    ),
    "cancel_days": (
        _("Time to object when a sender takes a referral back"),
        _("Then the cancellation stands."),
    ),
    "decline_review_days": (
        _("Time in which a coordinator may look at a decline"),
        _(
            "Until then the family is not told, and it can be sent back with a word. Then it stands by itself. 0 means that every decline stands at once."
        ),
    ),
    "recall_minutes": (
        _("Time in which a sender can recall a referral"),
        _("For a referral that went to the wrong place. 0 means never."),
    ),
    "consent_days": (
        _("Time to wait for a family’s consent"),
        _("Then the sender asks once more."),
    ),
    "consent_months": (
        _("How long a consent lasts"),
        _("Consents that families gave already keep their end."),
    ),
    "follow_up_days": (
        _("Time from the service to the question “Did it help?”"),
        _("Then the family is asked."),
    ),
    "follow_up_remind_days": (
        _("Time until a family is reminded of that question"),
        _("Once, and never a family that wants no messages. 0: no reminder."),
    ),
    "complaint_take_days": (
        _("Time until somebody looks at a complaint"),
        _("Then it is late, and who answers for the office is told."),
    ),
    "complaint_answer_days": (
        _("Time to answer a complaint"),
        _("Counted from the day it came in. A family reads this before it complains."),
    ),
    "complaint_close_days": (
        _("Time until an answered complaint is closed"),
        _("When the family says no more about it. It can still open it again."),
    ),
    "offer_days": (
        _("Time to answer when a place is offered from a waiting list"),
        _("Then it goes to the next family. Who did not answer keeps its place on the list."),
    ),
    "offer_rest_days": (
        _("Time before the same family is offered a place again"),
        _("After it said no or did not answer, others are asked first. It keeps its place."),
    ),
    "openings_days": (
        _("Time for which a number of openings counts"),
        _("Then it says nothing any more, until it is said anew."),
    ),
    "openings_remind_days": (
        _("Reminder before openings lapse"),
        _("Whoever gives the service is asked on its desk so long before."),
    ),
    "road_percent": (
        _("Way by road for 100 straight miles"),
        _(
            "Roads bend. In the United States they are 1.4 times a straight line in the mean; more where rivers, mountains or few roads are in between."
        ),
    ),
    "change_hours": (
        _("Time before a date until which a family changes it alone"),
        _("Later it asks, and a person answers."),
    ),
    "offered_times": (
        _("Times that may be offered a family at once"),
        _("Few are easier to choose from."),
    ),
    "remind_days": (
        _("First reminder before a date"),
        _("So many days before, at the same hour. 0: none."),
    ),
    "remind_hours": (
        _("Last reminder before a date"),
        _("So many hours before, never at night. 0: none."),
    ),
    "link_days": (
        _("How long a link opens for an organization without an account"),
        _("Then it can ask for a new one. Links that were sent already keep their days."),
    ),
    "full_days": (
        _("How long “We are full” counts when it is said with one tap"),
        _(
            "For an organization without an account. It can choose another time, or have room again."
        ),
    ),
    "stuck_days": (
        _("Days without a step after which a referral counts as stuck"),
        _("On the lists of supervisors and coordinators, where nothing else is chosen."),
    ),
    "call_tries": (
        _("Tries to tell a family by phone"),
        _("After so many calls that did not reach it, whoever follows the family decides."),
    ),
    "endpoint_days": (
        _("Time until an agency’s system address that fails is shut"),
        _("Then its supervisor is told. Nothing is lost here: the referral stands on the pages."),
    ),
    "keep_years": (
        _("How long we keep a record that nobody uses"),
        _("Then it is deleted. What a law keeps longer stays that long."),
    ),
}
PLACE = {
    "name": (_("Name of the community"), _("As people call it. Families see it.")),
    "help_phone": (
        _("Phone number for help"),
        _("On every page that families see. Choose one that somebody answers."),
    ),
    "postal_code": (
        _("ZIP code in its middle"),
        _("Maps start there when a family has not said where it lives."),
    ),
    "time_zone": (
        _("Time zone"),
        _("A day ends at 5 p.m. on this clock."),
    ),
}
UNITS = {
    "business days": _("business days"),
    "days": _("calendar days"),
    "months": _("months"),
    "years": _("years"),
    "minutes": _("minutes"),
    "hours": _("hours"),
    "tries": _("tries"),
    "percent": _("miles by road"),
    "times": _("times to choose from"),
}
ZONES = {
    "America/New_York": _("Eastern time"),
    "America/Chicago": _("Central time"),
    "America/Denver": _("Mountain time"),
    "America/Phoenix": _("Arizona time, the same all year"),
    "America/Los_Angeles": _("Pacific time"),
    "America/Anchorage": _("Alaska time"),
    "Pacific/Honolulu": _("Hawaii time"),
    "America/Puerto_Rico": _("Puerto Rico and the Virgin Islands"),
    "Pacific/Guam": _("Guam and the Northern Mariana Islands"),
    "Pacific/Pago_Pago": _("American Samoa"),
}
# The names under which `library.holidays` has them; a community's own names stay as they are.
HOLIDAYS = {
    "New Year's Day": _("New Year’s Day"),
    "Juneteenth": _("Juneteenth"),
    "Independence Day": _("Independence Day"),
    "Veterans Day": _("Veterans Day"),
    "Christmas Day": _("Christmas Day"),
    "Martin Luther King Jr. Day": _("Martin Luther King Jr. Day"),
    "Washington's Birthday": _("Washington’s Birthday (Presidents’ Day)"),
    "Memorial Day": _("Memorial Day"),
    "Labor Day": _("Labor Day"),
    "Columbus Day": _("Columbus Day, Indigenous Peoples’ Day"),
    "Thanksgiving Day": _("Thanksgiving Day"),
}
DEEDS = {
    "change_settings": _("Changed"),
    "set_holidays": _("Added"),
    "remove_holiday": _("Removed"),
    "draft_text": _("Draft written"),
    "discard_text": _("Draft thrown away"),
    "put_text_in_force": _("Put in force"),
    "retire_text": _("Retired"),
}
TEXTS = {
    "consent.referral": _("What a family agrees to when it is referred to a partner"),
    "complaints.state_path": _("Where else a family can complain: the state’s office"),
    "consent.request": _("What a family asks for when an office is not a partner yet"),
}
FILLED = {
    "agency": _("the name of the agency"),
    "classes": _("what the agency may see"),
    "until": _("the day on which the consent ends"),
}


def field(name: str):
    """The label of a field, else its own name."""
    known = SETTINGS.get(name) or PLACE.get(name)
    return known[0] if known else name
