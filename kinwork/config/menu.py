"""The bar of links that workers see: one line a page, each for those who may open it."""

from django.utils.translation import gettext_lazy as _

from kinwork.web.menu import Item
from kinwork.web.pages import right, roles

CASEWORKERS = roles("intake worker", "navigator", "caseworker", "supervisor")
RECEIVERS = roles("provider staff", "supervisor", "intake worker")

WRITERS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
ACROSS = ("coordinator", "backbone lead", "analyst", "evaluator", "state viewer")

MENU = [
    Item(_("My desk"), "home:desk", CASEWORKERS),
    Item(_("Inbox"), "home:inbox", RECEIVERS),
    Item(_("Our times"), "appointments:ours", roles("provider staff", "supervisor")),
    Item(_("Team"), "home:team", roles("supervisor")),
    Item(_("Two records"), "same:records", right("people.link_people")),
    Item(_("Outcomes"), "loop:own", right("loop.own")),
    Item(_("Outcomes together"), "loop:releases", right("loop.read")),
    Item(_("What families say"), "voice:own", right("voice.own")),
    Item(_("What families say"), "voice:releases", roles(*ACROSS)),
    Item(_("Worklist"), "home:worklist", roles("coordinator")),
    Item(_("Complaints"), "complaints:list", right("complaints.list")),
    Item(_("Asked about complaints"), "complaints:asked", right("complaints.asked")),
    Item(_("Write down a complaint"), "complaints:write", roles(*WRITERS)),
    Item(_("Emergencies"), "access:emergencies", right("access.glasses")),
    Item(_("Views that stand out"), "disclosures:odd", right("disclosures.odd")),
    Item(_("The trail"), "disclosures:trail", right("disclosures.trail")),
    Item(_("Records to keep"), "retention:holds", right("retention.hold")),
    Item(_("Messages that did not arrive"), "contact:failed", roles("supervisor", "operator")),
    Item(_("Work that stands still"), "home:standstill", right("access.standing")),
    Item(_("Our system hears of referrals"), "contact:endpoint", roles("account administrator")),
    Item(_("Agreements"), "agreements:list", roles("backbone lead", "operator", "supervisor")),
    Item(
        _("Partnerships"),
        "partnerships:list",
        roles("backbone lead", "operator", "supervisor", "state viewer"),
    ),
    Item(
        _("Our membership"),
        "open_meetings:ours",
        roles("supervisor", "coordinator", "account administrator"),
    ),
    Item(_("Barriers"), "barriers:list", roles("backbone lead", "operator", "state viewer")),
    Item(_("Approaches"), "approaches:list", right("approaches.list")),
    Item(_("Programs"), "programs:alignment", right("programs.align")),
    Item(_("Find a service"), "find"),
    Item(_("Our staff"), "accounts:staff", roles("account administrator", "supervisor")),
    Item(_("Who decides what"), "facts:offices", right("facts.name_office")),
    Item(_("Community"), "community:settings", roles("backbone lead", "operator")),
    Item(_("Who hears complaints"), "complaints:office", right("complaints.name_office")),
    Item(_("Corrections"), "corrections", right("directory.settle_correction")),
    Item(_("Set aside rows"), "hsds_quarantine", right("hsds.quarantine")),
]
