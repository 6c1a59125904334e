"""What sealing and destroying a family's record means, table by table: drawn from the models, so that
a new table of families' rows joins by itself.

A row that nobody else points at is destroyed. What referrals and consents point at stays as a number
without words: no name, no birth date, no place.
"""

# ruff: noqa: S608 (statements of our own tables and columns)
from collections.abc import Iterator

from django.apps import apps
from django.db import models

# Emptied instead: other tables hold their numbers.
EMPTIED = {
    "people_person": "given_name = '', family_name = '', name_keys = '{}',"
    " birth_date = NULL, due_date = NULL",
    "people_household": "language = 'en'",
    "people_householdmember": "ends = coalesce(ends, moment)",
    "referrals_need": "barriers = '{}'",
    # an office's own note of it stays longer
    "conferences_conference": "place = ''",
}
# Not rows of the rule, but words about the family all the same.
ALSO = {
    "contact_delivery": "household = home",
    "referrals_appointment": "referral_id IN"
    " (SELECT r.id FROM referrals_referral r WHERE r.household_id = home)",
    "appointments_offer": "referral_id IN"
    " (SELECT r.id FROM referrals_referral r WHERE r.household_id = home)",
    "appointments_changeask": "referral_id IN"
    " (SELECT r.id FROM referrals_referral r WHERE r.household_id = home)",
    "appointments_reminder": "referral_id IN"
    " (SELECT r.id FROM referrals_referral r WHERE r.household_id = home)",
    "referrals_handoff": "referral_id IN"
    " (SELECT r.id FROM referrals_referral r WHERE r.household_id = home)",
    "intake_seat": "draft IN (SELECT d.id FROM intake_draft d WHERE d.household = home)",
    "intake_interpreting": "draft IN (SELECT d.id FROM intake_draft d WHERE d.household = home)",
    "intake_draft": "household = home",
    "access_familypasskey": "household_id = home",
    "access_familyway": "household_id = home",
    # What holds the number of the home goes last, and all of them before the database looks.
    **{
        f"complaints_{table}": f"{column} IN (SELECT f.complaint_id FROM complaints_complainant f"
        " WHERE f.household_id = home)"
        for table, column in (
            ("complaintask", "complaint_id"),
            ("complaintevent", "complaint_id"),
            ("complaintwords", "complaint_id"),
            ("complaint", "id"),
        )
    },
    "complaints_complainant": "household_id = home",
}

# The day on which a row goes.
DUE = "coalesce(keep_until, CASE WHEN owner_id IS NULL THEN today ELSE c.destroy_on END)"


def owned() -> list[type[models.Model]]:
    """Every table whose rows carry an owner and a seal."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("kinwork.") and {"sealed_at", "keep_until"} <= _names(model)
    ]


def columns(table: str) -> list[str]:
    """The columns that sealing, keeping and emptying change."""
    said = EMPTIED.get(table, "")
    return ["sealed_at", "keep_until", *[part.split(" = ")[0].strip() for part in _parts(said)]]


def seal() -> str:
    return _lines(
        f"UPDATE {one._meta.db_table} SET sealed_at = moment"
        f" WHERE sealed_at IS NULL AND {about(one)};"
        for one in owned()
    )


def unseal() -> str:
    return _lines(
        f"UPDATE {one._meta.db_table} SET sealed_at = NULL"
        f" WHERE sealed_at = moment AND {about(one)};"
        for one in owned()
    )


def destroy() -> str:
    """Family-owned rows that no day keeps go now; an agency's own, and what names a day, at that."""
    return _lines(_destroyed())


def waiting() -> str:
    """The day of each row that is still there."""
    return "    UNION ALL\n".join(
        f"    SELECT {DUE} AS due FROM {one._meta.db_table} WHERE {about(one)}\n" for one in owned()
    ).rstrip()


def _destroyed() -> Iterator[str]:
    for one in owned():
        table = one._meta.db_table
        which = f"WHERE sealed_at IS NOT NULL AND {DUE} <= today AND {about(one)};"
        if table in EMPTIED:
            yield f"UPDATE {table} SET {EMPTIED[table]} {which}"
        else:
            yield f"DELETE FROM {table} {which}"
    for table, which in ALSO.items():
        yield f"DELETE FROM {table} WHERE {which};"


def about(model: type[models.Model]) -> str:
    """Which of its rows are this home's: about `whom`, its people, or about `home`."""
    person, household = getattr(model, "subject", ("person_id", "household_id"))
    said = [
        f"{column} {test}"
        for column, test in ((person, "= ANY (whom)"), (household, "= home"))
        if not column.startswith("NULL")
    ]
    return f"({' OR '.join(said)})"


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _parts(said: str) -> list[str]:
    return [part for part in said.split(", ") if " = " in part]


def _lines(statements: Iterator[str]) -> str:
    return "\n".join(f"  {one}" for one in statements)
