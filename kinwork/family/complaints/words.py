"""How a complaint, its subject and its steps are said: to whoever complained, and to the office."""

from django.utils.translation import gettext_lazy as _

SUBJECT_WORDS = {
    "turned away": _("I was turned away"),
    "waited": _("I waited too long"),
    "treated": _("How they treated me"),
    "language": _("Not in my language"),
    "reach": _("Hard to get to: the place, the hours, the phone"),
    "shared": _("What was told about me, or who saw it"),
    "told again": _("I had to tell my story again"),
    "not helped": _("They say they helped, and they did not"),
    "money": _("Money, or what it cost"),
    "site": _("This site did not work for me"),
    "other": _("Something else"),
}
ABOUT_WORDS = {
    "agency": _("A place that helps families"),
    "worker": _("Somebody who works at a place"),
    "site": _("This site"),
}
# state -> (tone, to whoever complained, to the office)
STATE_WORDS = {
    "received": ("waiting", _("We have it"), _("New: nobody has taken it")),
    "being looked at": ("going", _("Somebody is looking at it"), _("Being looked at")),
    "answered": ("good", _("There is an answer"), _("Answered: the family has not said more")),
    "closed": ("quiet", _("Closed"), _("Closed")),
    "reopened": ("waiting", _("Somebody looks at it again"), _("Open again: take it")),
    "withdrawn": ("stopped", _("You took it back"), _("Taken back by whoever complained")),
    "handed on": ("quiet", _("Another office has it"), _("Handed on to another office")),
}
EVENT_WORDS = {
    "receive": _("It came in"),
    "take": _("Somebody began to look at it"),
    "ask_agency": _("The place was asked about it"),
    "name_worker": _("It was written down who it is about"),
    "answer": _("It was answered"),
    "hand_on": _("It went to another office"),
    "add": _("You wrote more"),
    "settle": _("You said the answer settles it"),
    "reopen": _("You said it is not settled"),
    "withdraw": _("You took it back"),
    "close": _("It was closed, because nobody wrote more"),
}
OFFICE_EVENT_WORDS = {
    "add": _("The family wrote more"),
    "settle": _("The family says that it is settled"),
    "reopen": _("The family says that it is not settled"),
    "withdraw": _("Taken back"),
}
DEED_WORDS = {
    "take": _("Take it: I look at it"),
    "ask_agency": _("Ask the agency"),
    "name_worker": _("Say about whom it is"),
    "answer": _("Answer"),
    "hand_on": _("Hand it on to another office"),
}
# Nothing to be told to the family: a step inside the office.
INSIDE = ("name_worker",)
DOOR_WORDS = {
    "page": _("From the family’s own page"),
    "visitor": _("Without an account"),
    "desk": _("Written down by a worker"),
}
CLASS_WORDS = {
    "notes": "",
    "safety": _("About safety: only who takes it can read it"),
    "sud": _("Only who takes it can read it"),
}
