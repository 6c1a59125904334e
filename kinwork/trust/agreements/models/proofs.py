"""What proves a signature beyond a typed name: the yes of a passkey, the scan of the signed paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.tables import Custom
from kinwork.trust.agreements.models.pacts import CONVENES, Party
from kinwork.trust.agreements.rules import GONE, SCAN_STATES

# The party that it proves something of, as {0}; the table it stands in, as {1}.
OF_PARTY = "EXISTS (SELECT FROM agreements_party p WHERE p.id = {1}.party_id AND {0})"
# Who answers for any party of the same agreement: each has a copy of what all signed.
OF_PARTIES = (
    "EXISTS (SELECT FROM agreements_party p"
    " JOIN agreements_party o ON o.agreement_id = p.agreement_id"
    " WHERE p.id = {0}.party_id AND kw_signs_for(o.agency_id))"
)
# Whoever convenes here: the lead of the agreement's own community, and who sets communities up.
CONVENES_HERE = (
    "(kw_kind() = 'staff' AND (kw_role() = 'operator' OR (kw_role() = 'backbone lead'"
    " AND kw_active() AND EXISTS (SELECT FROM agreements_party p"
    " JOIN agreements_agreement a ON a.id = p.agreement_id"
    " WHERE p.id = {0}.party_id AND a.community_id = kw_community()))))"
)
# The agreement itself, when its papers' time is over; the scan itself, when it is looked at.
ITSELF = (
    "(kw_kind() = 'clock' AND ({0} OR "
    + OF_PARTY.format("p.agreement_id = kw_actor()", "{1}")
    + "))"
)
# Taken out of a draft, nothing of a party stays; of one that was ever bound, everything does.
DROPPED = f"({CONVENES}) AND " + OF_PARTY


class Confirmation(models.Model):
    """A passkey said yes to exactly these words, for this party of this version, and to nothing else.

    words: rules.digest of what was signed. The rest is what the device signed and its key: it can be
    proved again without this site (accounts.confirming.proves). Kept as it was written.
    """

    access = Custom(
        select=f"{CONVENES_HERE.format('agreements_confirmation')}"
        f" OR {OF_PARTY.format('kw_signs_for(p.agency_id)', 'agreements_confirmation')}",
        insert="user_id = kw_actor() AND "
        + OF_PARTY.format("kw_signs_for(p.agency_id)", "agreements_confirmation"),
        delete=DROPPED.format("p.starts IS NULL", "agreements_confirmation"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="confirmations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=64)
    challenge = models.CharField(max_length=64)
    nonce = models.BinaryField()
    credential = models.BinaryField()
    public_key = models.BinaryField()
    client_data = models.BinaryField()
    device_data = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge"], name="confirmation_answers_once"),
        ]


class Scan(models.Model):
    """The signed paper of a party as a file: what it is, and whether it was checked. One at a time;
    what was taken away, or was not safe, stays as a line without a file. No file name is kept."""

    access = Custom(
        select=f"{CONVENES_HERE.format('agreements_scan')}"
        f" OR {OF_PARTIES.format('agreements_scan')}"
        f" OR {ITSELF.format('id = kw_actor()', 'agreements_scan')}",
        insert=f"({CONVENES_HERE.format('agreements_scan')}"
        f" OR {OF_PARTY.format('kw_signs_for(p.agency_id)', 'agreements_scan')})"
        " AND added_by_id = kw_actor()",
        update=ITSELF.format("id = kw_actor()", "agreements_scan"),
        delete=DROPPED.format("p.starts IS NULL", "agreements_scan"),
        columns=("state",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party = models.ForeignKey(Party, models.CASCADE, related_name="scans")
    state = models.CharField(max_length=20, choices=[(state, state) for state in SCAN_STATES])
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=~Q(state__in=GONE), name="scan_one_of_a_party"
            ),
            models.CheckConstraint(
                condition=Q(pages__gte=1, size__gte=1), name="scan_holds_something"
            ),
        ]


# Whoever reads the scan's line; while it is being checked only who brought it.
BEHIND = "EXISTS (SELECT FROM agreements_scan s WHERE s.id = agreements_scanfile.scan_id AND {0})"
A_CLOCK = "kw_kind() = 'clock' AND " + BEHIND.format("true")


class ScanFile(models.Model):
    """The bytes of a scan, behind its line. They are emptied by the scan or its agreement alone."""

    access = Custom(
        select=BEHIND.format("s.state <> 'being checked' OR s.added_by_id = kw_actor()")
        + f" OR ({A_CLOCK})",
        insert=BEHIND.format("s.added_by_id = kw_actor()"),
        update=A_CLOCK,
        delete=f"({CONVENES}) AND " + BEHIND.format("true"),
        columns=("content",),
    )

    scan = models.OneToOneField(Scan, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()
