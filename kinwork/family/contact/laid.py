"""For whom a line on a desk is laid that nobody in particular has: the desk and the mail agree."""

from collections.abc import Iterable

from django.db.models import Q

from kinwork.directory.rules import FREE_PLACE, SAY_ANEW
from kinwork.family.contact.actions import delivering, endpoints
from kinwork.people.rights import WORKERS
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions.linking import TASK as RECORDS
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.rights import SIGNERS

# Names of lines that modules above lay: the desk and the mail about it are told here who does them.
TEAM_WROTE = "family wrote to its team"
TEAM_ASKED = "asked to lead the team"
TEAM_REFUSED = "leading was refused"
CONFERENCE = "invited to a case conference"
CONFERENCE_PROMISE = "promised in a case conference"
LEAD, OFFICER = "backbone lead", "privacy officer"
SUPERVISOR = ("supervisor",)
GIVING = (*WORKERS, "provider staff")  # whoever gives a service
# Complaints stand above who draws desks and mails; the names of their lines stand here. What is late is
# told to who answers for the office.
TAKE, ANSWER, LATE, ASKED = (
    *("take the complaint", "answer the complaint", "complaint late"),
    "answer about a complaint",
)
COMPLAINTS: dict[str, tuple[str, ...]] = {
    TAKE: (OFFICER, "coordinator"),
    ANSWER: (OFFICER, "coordinator"),
    LATE: (LEAD, "account administrator"),
    ASKED: SUPERVISOR,
}
# kind of line that is no referral -> the roles that do it
LAID_FOR: dict[str, tuple[str, ...]] = {
    agreements.SIGN: (*SIGNERS, LEAD),
    agreements.RENEW: (*SIGNERS, LEAD),
    agreements.ASKED: (LEAD,),
    agreements.REMARKED: (LEAD,),
    access.OPENED: WORKERS,
    access.REVIEW: (OFFICER,),
    access.OVERDUE: (OFFICER, "coordinator"),
    access.ALARM: (OFFICER,),
    RECORDS: SUPERVISOR,
    access.PROMISED: (*SUPERVISOR, "coordinator", "account administrator"),
    access.CHILD_CLOCK: GIVING,
    access.SCREENING_DUE: GIVING,
    access.PLAN_STEP: GIVING,
    access.PLAN_REVIEW: GIVING,
    delivering.FAILED: (*WORKERS, "coordinator"),
    delivering.LETTER: WORKERS,
    delivering.CALL: WORKERS,
    endpoints.SHUT: SUPERVISOR,
    TEAM_WROTE: GIVING,
    TEAM_ASKED: GIVING,
    TEAM_REFUSED: GIVING,
    CONFERENCE: GIVING,
    CONFERENCE_PROMISE: GIVING,
    FREE_PLACE: GIVING,
    **COMPLAINTS,
    SAY_ANEW: GIVING,
}
# Whoever answers referrals; what is late on the coordinating agency's desk is the coordinator's.
ANSWERING = (*GIVING, "coordinator")


def nobodys(roles: Iterable[str]) -> Q:
    """Lines of an agency that nobody has yet, and that somebody with one of these roles may take."""
    worn = set(roles)
    wanted = Q(kind__in=[kind for kind, whose in LAID_FOR.items() if worn & set(whose)])
    if worn & set(ANSWERING):
        wanted |= ~Q(kind__in=list(LAID_FOR))
    return Q(assignee=None) & wanted
