"""A family's keys to its own page or to its unfinished intake; the cards that lead to a key."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import Household, Person


class FamilyKey(models.Model):
    """A family's way back: the hash of a code, plus something it chose. No e-mail needed.

    Opened only through the definer function kw_turn_key, which counts wrong tries.
    """

    access = Custom(
        select="kw_shares_home(household_id) OR (kw_is_household(household_id)"
        " AND person_id = kw_actor()) OR (draft_id IS NOT NULL AND draft_id = kw_actor())",
        insert="kw_is_household(household_id) OR (draft_id IS NOT NULL AND draft_id = kw_actor())",
        update="kw_is_household(household_id) OR (draft_id IS NOT NULL AND draft_id = kw_actor())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_hash = models.BinaryField(unique=True)
    word_hash = models.BinaryField()
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    draft_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(household=None, draft_id=None), name="key_opens_something"
            )
        ]


class FamilyClaim(models.Model):
    """What a desk hands to a family on a card: it makes one key, once, with the family's own word.

    Made and used only through definer functions (sql/keys.sql), which hold its limits. Who made it
    stays written down: the family reads it on its page.
    """

    access = Custom(
        select="kw_shares_home(household_id) OR kw_hands_claims(household_id)"
        " OR (kw_is_household(household_id) AND person_id = kw_actor())"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_hash = models.BinaryField(unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    # The page that used it, so that pressing again after a lost reply gives the code after all.
    used_with = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["household", "made_at"], name="claims_of_household"),
            models.Index(fields=["made_by", "made_at"], name="claims_by_worker"),
        ]


class FamilyDoor(models.Model):
    """When a family last shut its page everywhere: whoever came in before that is out."""

    access = Custom(select="kw_shares_home(household_id)")

    household = models.OneToOneField(Household, models.PROTECT, primary_key=True, related_name="+")
    shut_at = models.DateTimeField()


class FamilyWay(models.Model):
    """A link or a short code to come back, asked for by whoever typed an address.

    Asking writes the same row whether anybody is there or not. Whose page it may open is found out by
    its own clock (kw_way_holders), again when it is sent and again when it is used; until then it
    names no family. Only the digest of its secret is kept, made when it leaves. household, person:
    whose page it opened.
    """

    access = Custom(
        select="kw_shares_home(household_id) OR (kw_is_household(household_id)"
        " AND person_id = kw_actor())"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10)
    address_hash = models.CharField(max_length=64)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    code_hash = models.BinaryField(null=True, unique=True)
    expires_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, household=None, person=None)
                | Q(used_at__isnull=False, household__isnull=False, person__isnull=False),
                name="way_names_a_family_once_used",
            ),
            models.CheckConstraint(
                condition=Q(code_hash=None) | Q(expires_at__isnull=False), name="way_runs_out"
            ),
        ]
        indexes = [models.Index(fields=["household", "used_at"], name="ways_of_household")]


class FamilyPasskey(models.Model):
    """The lock of a caregiver's phone or computer, which opens the page: a public key and a counter.

    Made on the open page alone; used through kw_use_passkey after the signature was checked.
    """

    access = Custom(
        select="kw_shares_home(household_id) OR (kw_is_household(household_id)"
        " AND person_id = kw_actor())",
        insert="kw_is_household(household_id) AND person_id = kw_actor()",
        update="kw_shares_home(household_id) OR (kw_is_household(household_id)"
        " AND person_id = kw_actor())",
        columns=("ended_at",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["household", "made_at"], name="passkeys_of_household")]
