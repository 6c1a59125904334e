"""How a family can be reached safely, what was sent to it, and what has to leave this site."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom, Private
from kinwork.family.contact import rules
from kinwork.people.models import SubjectRow

CHANNELS = rules.CHANNELS
STATES = ("waiting", "sent", "failed", "not safe")
KINDS = ("notice", "digest", "webhook", "link", "ask", "way", "word")
MAILS = ("off", "daily", "each")


class ContactPoint(SubjectRow):
    """A phone, an e-mail or a postal address, and whether a message there is safe.

    Never shown to a protected branch. Who has a confidential address has a "mail" row with the
    substitute address of the programme; the true one carries the label and stays where it is.
    """

    channel = models.CharField(max_length=10, choices=choices(CHANNELS))
    value = models.CharField(max_length=254)
    address_hash = models.CharField(max_length=64, blank=True)
    is_safe = models.BooleanField(default=True)
    safe_hours = models.CharField(max_length=200, blank=True)
    is_preferred = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)


class Message(SubjectRow):
    """One notice to the family, in its language. Neutral outside our page: no service, no name.

    deed, about: what caused it, a verb and its record. No message without a reason.
    """

    channel = models.CharField(max_length=10, choices=choices(CHANNELS))
    address = models.CharField(max_length=254, blank=True)
    key = models.CharField(max_length=60)
    deed = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    about = models.UUIDField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices(STATES), default="waiting")
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(key__contains=".", deed__contains="."), name="message_has_a_reason"
            ),
        ]


class Delivery(models.Model):
    """The outbox: one line for each thing that has to leave, written with the deed that caused it.

    It holds no words and no address: a notice's stand in its Message, which has the same id. `key` goes
    to the provider with every try, so that a second try of the same is no second message.
    agency: whose people see it where it fails, and whose endpoint or desk it is for.
    household: a number for reading the family's own rows, as far as one may.
    """

    access = Custom(
        select="kw_kind() = 'clock' OR kw_works_for(agency_id)"
        " OR (kw_role() = 'operator' AND kw_active())",
        insert="kw_kind() = 'clock'",
        update="kw_kind() = 'clock' OR kw_works_for(agency_id)"
        " OR (kw_role() = 'operator' AND kw_active())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    household = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=choices(KINDS))
    channel = models.CharField(max_length=10, blank=True)
    deed = models.CharField(max_length=80)
    target = models.UUIDField()
    # an endpoint's envelope (referral, state, when), or which words a mail has; nothing of a family
    said = models.JSONField(default=dict, blank=True)
    not_to = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=choices(rules.STATES), default=rules.LIFE.first)
    key = models.UUIDField(default=new_id, unique=True)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    good_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    ref = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=300, blank=True)  # a worker's, on giving up

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deed__contains="."), name="delivery_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False),
                name="delivery_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state="given up") | ~Q(words=""), name="delivery_given_up_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(state__in=("waiting", "sending")),
                name="deliveries_to_do",
            ),
            models.Index(
                fields=["agency", "made_at"],
                condition=Q(state__in=("failed", "on a desk")),
                name="deliveries_for_people",
            ),
            models.Index(fields=["household"], name="deliveries_of_household"),
        ]


class Stop(models.Model):
    """Somebody wants no texts or no e-mail at one address, which is known by its hash alone.

    household null: whoever holds the address said so, by an answer or by the link in a letter; that
    holds for whoever wrote it down. Else a family said so on its own page, and it holds for the
    messages to this family alone: anybody may type anybody's address there.
    """

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10, choices=choices(rules.BY_ITSELF))
    address_hash = models.CharField(max_length=64)
    household = models.UUIDField(null=True)
    way = models.CharField(max_length=10)  # reply, link, page
    stopped_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash"],
                condition=Q(started_at=None, household=None),
                name="one_live_stop_an_address",
            ),
            models.UniqueConstraint(
                fields=["household", "channel", "address_hash"],
                condition=Q(started_at=None),
                name="one_live_stop_a_household",
            ),
            models.CheckConstraint(
                condition=Q(way="page", household__isnull=False)
                | (~Q(way="page") & Q(household=None)),
                name="stop_of_a_page_is_one_household",
            ),
        ]


class MailChoice(models.Model):
    """Which mail somebody who works here gets about their desk: none, once a day, or for each line."""

    access = Private()

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    mails = models.CharField(max_length=5, choices=choices(MAILS), default="daily")
    told_until = models.DateTimeField(null=True)  # lines laid up to then were told


class Endpoint(models.Model):
    """Where an agency's own system hears that a referral moved. Its secret is nowhere written down: it
    is drawn from the site's key and `salt`, and known again by its hash."""

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.OneToOneField(Agency, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    salt = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    off_at = models.DateTimeField(null=True)
    off_why = models.CharField(max_length=20, blank=True)
