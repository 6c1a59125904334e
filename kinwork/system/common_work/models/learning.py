"""How partners look at themselves and learn: rounds of a self-check, help, events, questions."""

from django.db import models
from django.db.models import F, Q

from kinwork.common.models import choices
from kinwork.system.common_work.models.base import KEPT, WorkRow, changing, member
from kinwork.system.common_work.rules import EVENT_KINDS, ITEMS, MOST_PEOPLE, STEPS


class CheckRound(WorkRow):
    """One self-check, on a day. who: which groups answered, no names."""

    access = KEPT

    on = models.DateField()
    who = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "on"], name="check_once_a_day"),
            models.CheckConstraint(condition=~Q(who=""), name="check_says_who"),
        ]


class Rating(WorkRow):
    """How one capacity or function stood in one round; those left open have no row."""

    access = KEPT

    round = models.ForeignKey(CheckRound, models.PROTECT, related_name="ratings")
    item = models.CharField(max_length=24, choices=choices(ITEMS))
    step = models.CharField(max_length=8, choices=choices(STEPS))
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="rated_once")]


class HelpPlan(WorkRow):
    """Technical assistance that a low rating asks for: what, from whom, by when; done, and how."""

    access = changing("done_on", "done")

    item = models.CharField(max_length=24, choices=choices(ITEMS))
    need = models.CharField(max_length=300)
    helper = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(need="") & ~Q(helper=""), name="help_plan_names_need_and_helper"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done="") | (~Q(done="") & Q(done_on__isnull=False)),
                name="help_plan_done_in_words",
            ),
        ]


class Convening(WorkRow):
    """A day on which members come together: to convene, to network, to train their people."""

    access = changing("counted_on")

    kind = models.CharField(max_length=12, choices=choices(EVENT_KINDS))
    name = models.CharField(max_length=200)
    on = models.DateField()
    topics = models.TextField(max_length=1000)
    host = member()
    counted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(topics=""), name="convening_has_name_and_topics"
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None) | Q(counted_on__gte=F("on")),
                name="convening_counted_after_it",
            ),
        ]


class PeopleCount(WorkRow):
    """How many people of one member came. A number, never a name."""

    access = changing("people")

    convening = models.ForeignKey(Convening, models.PROTECT, related_name="counts")
    member = member()
    people = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "member"], name="people_counted_once"),
            models.CheckConstraint(condition=Q(people__lte=MOST_PEOPLE), name="people_can_be"),
        ]


class HelpRequest(WorkRow):
    """A member asks for technical assistance; who answered, when, and what."""

    access = changing("answered_on", "answered_by", "answer")

    member = member()
    question = models.TextField(max_length=1000)
    asked_on = models.DateField()
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="help_request_has_words"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("asked_on")),
                name="help_request_answer_after_asked",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, answered_by="", answer="")
                | (Q(answered_on__gte=F("asked_on")) & ~Q(answered_by="") & ~Q(answer="")),
                name="help_request_answered_by_somebody",
            ),
        ]
