"""What is said outside our page: no name, no kind of help, no organization. Whoever reads it on somebody
else's phone learns that there is a page, and no more."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.mails import address_of, signed
from kinwork.family.contact import stops
from kinwork.family.contact.carrying import CARRIERS
from kinwork.family.contact.parcels import Parcel

# Why a message did not get through, as the person reads it who sees to it.
WHY = {
    "no such mailbox": _("There is no such mailbox."),
    "refused": _("The other side does not take it."),
    "busy": _("The other side was busy each time."),
    "no answer": _("Nobody answered."),
    "no address": _("What is written down is no address or number."),
    "we are not let in": _(
        "Our own account with the sender service does not work. Tell the operator."
    ),
    "broken": _("Something broke here. Tell the operator."),
    "not delivered": _("The phone company could not bring it to the phone."),
    "too late": _("It could not be sent before it was too late to be of use."),
    "not allowed": _("The address is not one that this site may call."),
    "redirect": _("The address sends us somewhere else. Write the new one."),
    "secret gone": _("The key to its signature is gone. Make a new secret."),
    "certificate": _("Its certificate does not prove who it is."),
    "not now": _("It waits for the hours that are safe."),
    "no safe way": _("There is no safe way left."),
    "nobody follows": _("Nobody works with this family now, so nobody can call or write."),
    "stopped": _("They want no messages there."),
    "nobody there": _("Nobody is there any more."),
    "not safe now": _("It was not safe to talk each time."),
    "over": _("It was over before it could be sent."),
}
CHANNEL = {
    "email": _("E-mail"),
    "text": _("Text message"),
    "mail": _("Letter"),
    "phone": _("Phone call"),
    "webhook": _("Our system's address"),
    "page": _("Our page"),
}
KIND = {
    "notice": _("News for a family"),
    "digest": _("Mail to a worker about their desk"),
    "webhook": _("A step of a referral, to an agency's system"),
    "link": _("Mail to an organization that answers by a link"),
    "ask": _("A question to a family, by a link"),
    "way": _("A way back that a family asked for"),
    "word": _("A few questions to a family, by a link"),
}
STATE = {
    "waiting": _("Waits to be sent"),
    "sending": _("Is being sent"),
    "sent": _("Sent"),
    "delivered": _("Arrived"),
    "on a desk": _("Waits for a person"),
    "told": _("Told or posted"),
    "failed": _("Did not arrive"),
    "given up": _("Given up"),
    "not safe": _("Not sent: no safe way"),
    "stopped": _("Not sent: they want none"),
}


def page_address() -> str:
    return address_of("/ours/")


TO_FAMILIES = ("ask", "word")  # kinds of other modules whose address is asked for a stop


def letter(parcel: Parcel) -> tuple[str, str, dict[str, str]]:
    """Subject, body, headers of an e-mail."""
    if parcel.kind == "digest":
        return digest(parcel.language, parcel.said)
    link = stops.address("email", parcel.to)
    headers = {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if parcel.kind in CARRIERS:  # a stop ends what goes to families, and no other mail
        ends = headers if parcel.kind in TO_FAMILIES else {}
        return *CARRIERS[parcel.kind].letter(parcel), ends
    subject, body = neutral(parcel.language)
    with override(parcel.language):
        end = gettext("No more e-mails like this:")
    return subject, f"{body}\n{end}\n{link}\n", headers


def neutral(language: str) -> tuple[str, str]:
    """Subject and body: no name, no service, no organization; whoever reads it learns nothing."""
    with override(language):
        subject = gettext("There is news on your page")
        body = gettext("There is something new for you. You can read it here:")
        end = gettext("If you did not expect this, you can delete it.")
        return subject, f"{body}\n\n{page_address()}\n\n{end}\n"


def text(language: str) -> str:
    """One text message, of one segment: no accents that its short alphabet has not."""
    with override(language):
        words = gettext(
            "There is something new for you: %(link)s To get no more texts, answer STOP."
        )
        return words % {"link": page_address()}


def text_of(parcel: Parcel) -> str:
    """What a parcel says as a text: that there is news, the link of a question,
    or a code that was asked for."""
    if code := parcel.said.get("code"):
        return short_code(parcel.language, code)
    link = parcel.said.get("link")
    return asked(parcel.language, link) if link else text(parcel.language)


def asked(language: str, link: str) -> str:
    """The link of a question as a text: it names nobody, and no kind of help. Two segments at most."""
    with override(language):
        words = gettext(
            "Something for you to read, for three days: %(link)s To get no more texts, answer STOP."
        )
        return words % {"link": link}


def question(language: str, link: str) -> tuple[str, str]:
    """Subject and body of a link: it names nobody, and no kind of help."""
    with override(language):
        subject = gettext("There is something for you to read")
        body = gettext("Please read it and answer. This opens for three days:")
        end = gettext("If you did not expect this, you can delete it.")
        return subject, f"{body}\n\n{link}\n\n{end}\n"


def short_code(language: str, code: str) -> str:
    """A code that somebody asked for, as a text: it does not say what it opens. One segment."""
    with override(language):
        words = gettext("%(code)s is your code for 15 minutes. Not asked for? Do nothing.")
        return words % {"code": f"{code[:4]} {code[4:]}"}


def way_back(language: str, link: str) -> tuple[str, str]:
    """Subject and body of a link that somebody asked for: it names nobody, and no kind of help."""
    with override(language):
        subject = gettext("The link that you asked for")
        body = gettext("It works for 15 minutes, once, and asks for your own word:")
        end = gettext("If you did not ask for it, you can delete it. Nobody came in.")
        return subject, f"{body}\n\n{link}\n\n{end}\n"


def reply(kind: str, language: str) -> str:
    """What is answered to a text that a family sent."""
    with override(language):
        return {
            "stop": gettext(
                "You will get no more texts from here. To get them again, answer START."
            ),
            "start": gettext("You will get texts again. To get no more, answer STOP."),
            "help": gettext(
                "This number only tells you when there is news. To get no more texts, answer STOP."
            ),
            "": gettext(
                "Nobody reads answers to this number. Please use your page, or call the person you know."
            ),
        }[kind]


def digest(language: str, said: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
    """Counts and links: no name of anybody whom the work is about."""
    with override(language):
        late, today, fresh = said.get("late", 0), said.get("today", 0), said.get("fresh", 0)
        lines = [
            ngettext("%(n)s line is overdue", "%(n)s lines are overdue", late) % {"n": late},
            ngettext("%(n)s line is due today", "%(n)s lines are due today", today) % {"n": today},
            ngettext("%(n)s line is new", "%(n)s lines are new", fresh) % {"n": fresh},
        ]
        told = [one for one, count in zip(lines, (late, today, fresh), strict=True) if count]
        subject = gettext("Your desk: %(what)s") % {"what": ", ".join(told)}
        desk = address_of(reverse("home:first_page"))
        choice = gettext("How often such a mail comes, you choose here:")
        body = "\n".join(f"- {one}" for one in told)
        mine = address_of(reverse("contact:mails"))
        # a page where one chooses, not one click: it asks who it is
        ends = {"List-Unsubscribe": f"<{mine}>"}
        return subject, signed(f"{body}\n\n{desk}\n\n{choice}\n{mine}"), ends
