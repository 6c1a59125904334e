"""Where the words of the canaries really stand: every table is read as it is stored, every field that
can hold a word is named, and each holds one or says here why it cannot.

    stored = Stored(family.words)     what is in the database now, wired like the reference's worlds
    stored.holders["zq12..."]         the rows in which this word stands
    stored.fields                     {"people.Person.given_name", ...}: where any word stands
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kinwork.common.tables import AppendOnly, Custom, FamilyRows
from kinwork.people.models import Household, Person
from kinwork.trust.access.install import own_models
from tests.access.dice import NOW
from tests.seeing import everything

WORD = re.compile(r"zq[0-9a-f]{12}")
GUARDED = FamilyRows | Custom | AppendOnly
# Fields that hold codes in every table, by their name.
CODES = {
    "labels": "names of trust.access.rules.LABELS",
    "classes": "names of people.rules.CLASSES",
    "purposes": "names of common.actor.PURPOSES",
    "language": "a language's code",
    "zone": "a time zone's name",
    "time_zone": "a time zone's name",
    "verb": "a verb of the table of rights",
    "deed": "a verb of the table of rights",
    "role": "a role of the table of rights",
}
_OURS = "the site's own word, from a list in the code"
_TERMS = "a term of the needs' tree"
_PACT = "the partnership's own paper, read by everybody; about no family"
_SIGNED = "what the passkey of a worker signed, and its key"
_DRAWN = "drawn by the rules of programs: their own words and ids, never an answer"
_PARTNERS = "a partnership's own paper, for its members; about no family"
_STUDY = "what public sources, contacts and coders say of an approach elsewhere; about no family"
_FIGURES = "figures that are released; about nobody"
# Fields that hold no word of a family, each for a reason. None of them may hold one.
SILENT = {
    "common.AuditEntry.outcome": _OURS,
    "common.AuditEntry.actor_kind": _OURS,
    "common.AuditEntry.purpose": _OURS,
    "common.AuditEntry.target_kind": _OURS,
    "common.AuditEntry.details": "ids, codes and class names: the trail never holds a value",
    "accounts.CommunityChange.fields": _OURS,
    "people.ExternalId.target_kind": _OURS,
    "people.ExternalId.type": _OURS,
    "access.Glass.marks": _OURS,
    "access.Authority.scope": "names of people.rules.CLASSES",
    "access.Due.clock": _OURS,
    "access.Due.error": "the name of an error's class; its words are kept nowhere",
    "access.WorkItem.kind": _OURS,
    "access.Handover.targets": "ids of referrals",
    "agreements.Agreement.title": _PACT,
    "agreements.Agreement.goal": _PACT,
    "agreements.Agreement.storage": _PACT,
    "agreements.Agreement.recipient": _PACT,
    "agreements.Agreement.permitted_use": _PACT,
    "agreements.Agreement.terms": _PACT,
    "agreements.Party.signed_by": _PACT,
    "agreements.Party.signed_title": _PACT,
    "agreements.Party.authority": _PACT,
    "agreements.Confirmation.words": "a digest",
    "agreements.Confirmation.challenge": "a digest",
    "agreements.Confirmation.nonce": _SIGNED,
    "agreements.Confirmation.credential": _SIGNED,
    "agreements.Confirmation.public_key": _SIGNED,
    "agreements.Confirmation.client_data": _SIGNED,
    "agreements.Confirmation.device_data": _SIGNED,
    "agreements.Confirmation.signature": _SIGNED,
    "agreements.ScanFile.content": "a signed agreement, for those who signed it; about no family",
    "agreements.Scan.media_type": _OURS,
    "agreements.Remark.clause": _OURS,
    "agreements.Remark.words": _PACT,
    "agreements.Remark.answer": _PACT,
    "agreements.Nation.evidence": _PACT,
    "agreements.NationOffice.evidence": _PACT,
    "consent.Consent.words": "the site's own text, filled in with the agency and the classes",
    "consent.Closing.people": "ids of persons",
    "retention.Term.schedule": _OURS,
    "access.FamilyClaim.code_hash": "a digest",
    "access.FamilyClaim.used_with": "a digest",
    "access.FamilyKey.code_hash": "a digest",
    "access.FamilyKey.word_hash": "a digest",
    "access.FamilyWay.code_hash": "a digest",
    "access.FamilyWay.channel": _OURS,
    "access.FamilyWay.address_hash": "a digest",
    "access.FamilyPasskey.credential": _SIGNED,
    "access.FamilyPasskey.public_key": _SIGNED,
    "consent.ConsentAsk.code_hash": "a digest",
    "disclosures.Seal.batch": "a digest",
    "disclosures.Seal.chain": "a digest",
    "disclosures.Seal.previous": "a digest",
    "disclosures.SealedRow.digest": "a digest",
    "facts.Fact.key": "keys of the bank of questions",
    "facts.Document.shows": "keys of the bank of questions",
    "facts.Document.media_type": "one of two media types",
    "facts.Fact.program": "a program's code",
    "contact.ContactPoint.address_hash": "a digest",
    "contact.Message.key": _OURS,
    "contact.Delivery.channel": _OURS,
    "contact.Delivery.said": "an envelope of codes, ids and times",
    "contact.Delivery.not_to": "a digest",
    "contact.Delivery.ref": "a provider's number",
    "contact.Delivery.why": _OURS,
    "programs.OwnProgram.code": "a program that an agency describes; about no family",
    "programs.OwnProgram.written": "a program that an agency describes; about no family",
    "programs.OwnProgram.cases": "invented families, for trying a program",
    "eligibility.Determination.program": "a program's code",
    "eligibility.Determination.flags": _DRAWN,
    "eligibility.Determination.members": _DRAWN,
    "eligibility.Determination.reasons": _DRAWN,
    "eligibility.Determination.missing": _DRAWN,
    "eligibility.Determination.facts": _DRAWN,
    "eligibility.Determination.rule_version": _DRAWN,
    "eligibility.Determination.basis": _DRAWN,
    "referrals.Need.code": _TERMS,
    "referrals.Need.barriers": _OURS,
    "referrals.Referral.need_code": _TERMS,
    "referrals.Referral.due_zone": "a time zone's name",
    "referrals.Referral.calendar_version": _OURS,
    "referrals.ReferralEvent.from_state": _OURS,
    "referrals.ReferralEvent.to_state": _OURS,
    "referrals.ReferralEvent.party": _OURS,
    "referrals.ReferralEvent.reason": "a code of the list of reasons",
    "referrals.ReferralMessage.said_by_party": _OURS,
    "appointments.Pattern.weekdays": "numbers of weekdays",
    "waiting.Offer.party": _OURS,
    "intake.Draft.trail": "versions, times and marks of what was answered, never the answer",
    "intake.Seat.code_hash": "a digest",
    "timelines.Mark.key": _OURS,
    "timelines.Watch.key": _OURS,
    "timelines.Watch.coming": "keys of clocks and days",
    "screenings.Screening.instrument": _OURS,
    "screenings.Screening.answers": "codes and numbers of an instrument's own lists",
    "screenings.Screening.result": _OURS,
    "screenings.Screening.flags": _OURS,
    "screenings.Screening.needs": _TERMS,
    "screenings.Screening.counts_for": _OURS,
    **dict.fromkeys(
        (
            *("followup.Begun.is_so", "followup.Begun.got_it", "followup.Begun.helped"),
            *("followup.Begun.times_told", "followup.Begun.difference"),
        ),
        "a code of the list of answers",
    ),
    "followup.Begun.anything_else": "gone when it is said; who reads it: followup/tests/test_word.py",
    **dict.fromkeys(
        (
            *("complaints.Complainant.name", "complaints.Complainant.reach"),
            *("complaints.ComplaintWords.happened", "complaints.ComplaintWords.wanted"),
            *("complaints.ComplaintWords.worker", "complaints.ComplaintEvent.words"),
            *("complaints.ComplaintAsk.told", "complaints.ComplaintAsk.answer"),
        ),
        "outside the rule: who reads it is enumerated in complaints/tests/test_access.py",
    ),
    "voice.VoiceRelease.body": _FIGURES,
    "voice.Topic.code": "a term of the needs' tree, a reason or a subject, from a list in the code",
    "voice.Topic.did_en": _PARTNERS,
    "voice.Topic.did_es": _PARTNERS,
    "plans.PlanEvent.state": _OURS,
    "plans.PlanEvent.state_before": _OURS,
    "results.Result.words": _PARTNERS,
    "results.Result.whom": _PARTNERS,
    "results.Measure.name": _PARTNERS,
    "results.Measure.unit": _PARTNERS,
    "results.Measure.source": _PARTNERS,
    "results.Value.source": _PARTNERS,
    "barriers.Barrier.words": _PARTNERS,
    "barriers.Barrier.office": _PARTNERS,
    "barriers.Barrier.evidence": _PARTNERS,
    "barriers.Barrier.reason": _FIGURES,
    "barriers.BarrierEvent.words": _PARTNERS,
    "barriers.BarrierEvent.office": _PARTNERS,
    "barriers.BarrierEvent.level": _OURS,
    "barriers.BarrierEvent.how": _PARTNERS,
    "barriers.BarrierEvent.lane": _OURS,
    "common_work.StrategyReview.evidence": _PARTNERS,
    "common_work.StrategyReview.next_step": _PARTNERS,
    "common_work.Change.words": _PARTNERS,
    "common_work.Change.whom": _PARTNERS,
    "common_work.Change.evidence": _PARTNERS,
    "common_work.Change.decision": _PARTNERS,
    "common_work.Change.ends_why": _PARTNERS,
    "common_work.Support.words": _PARTNERS,
    "common_work.Support.by_whom": _PARTNERS,
    "common_work.Support.answer": _PARTNERS,
    "common_work.Support.enabled": _PARTNERS,
    "common_work.Funding.funder": _PARTNERS,
    "common_work.Funding.name": _PARTNERS,
    "common_work.Funding.purpose": _PARTNERS,
    "common_work.FundingStep.words": _PARTNERS,
    "common_work.CheckRound.who": _PARTNERS,
    "common_work.Rating.evidence": _PARTNERS,
    "common_work.HelpPlan.need": _PARTNERS,
    "common_work.HelpPlan.helper": _PARTNERS,
    "common_work.HelpPlan.done": _PARTNERS,
    "common_work.Convening.name": _PARTNERS,
    "common_work.Convening.topics": _PARTNERS,
    "common_work.HelpRequest.question": _PARTNERS,
    "common_work.HelpRequest.answered_by": _PARTNERS,
    "common_work.HelpRequest.answer": _PARTNERS,
    "meetings.Meeting.title": _PARTNERS,
    "meetings.Meeting.place": _PARTNERS,
    "meetings.Meeting.online": _PARTNERS,
    "meetings.Meeting.why_off": _PARTNERS,
    "meetings.Proposal.title": _PARTNERS,
    "meetings.Proposal.why": _PARTNERS,
    "meetings.Proposal.answer": _PARTNERS,
    "meetings.AgendaItem.title": _PARTNERS,
    "meetings.AgendaItem.about": _PARTNERS,
    "meetings.AgendaItem.owner": _PARTNERS,
    "meetings.AgendaItem.papers": _PARTNERS,
    "meetings.AgendaItem.notes": _PARTNERS,
    "meetings.Attendance.by_name": _PARTNERS,
    "meetings.Decision.group": _PARTNERS,
    "meetings.Decision.text": _PARTNERS,
    "meetings.Decision.options": _PARTNERS,
    "meetings.Ballot.by_name": _PARTNERS,
    "meetings.Ballot.reason": _PARTNERS,
    "meetings.Ballot.came_by": _PARTNERS,
    "meetings.Ballot.marks": "numbers of voices",
    "meetings.Decision.counts": "numbers of voices",
    "meetings.Decision.chosen": "numbers of voices",
    "meetings.Decision.tied": "numbers of voices",
    "meetings.Minutes.group": _PARTNERS,
    "meetings.Minutes.title": _PARTNERS,
    "meetings.Minutes.text": _PARTNERS,
    "meetings.Correction.before": _PARTNERS,
    "meetings.Correction.why": _PARTNERS,
    "meetings.Promise.words": _PARTNERS,
    "meetings.Promise.evidence": _PARTNERS,
    "meetings.PromiseStep.words": _PARTNERS,
    "meetings.Effect.words": _PARTNERS,
    "approaches.Approach.name": _STUDY,
    "approaches.Approach.about": _STUDY,
    "approaches.Approach.found_in": _STUDY,
    "approaches.ApproachStep.words": _STUDY,
    "approaches.ProfileField.codes": _OURS,
    "approaches.ProfileField.words": _STUDY,
    "approaches.ProfileField.source": _STUDY,
    "approaches.Verification.email": _STUDY,
    "approaches.Coding.scheme": _OURS,
    "approaches.Coding.why": _STUDY,
    "approaches.Judgement.evidence": _STUDY,
    "approaches.Settlement.why": _STUDY,
    "approaches.Classification.scheme": _OURS,
    "approaches.Classification.possible": _OURS,
    "approaches.Classification.unknown": _OURS,
    "approaches.Classification.judged": _OURS,
    "approaches.Classification.answers": _OURS,
    "approaches.OwnAnswer.why": _PARTNERS,
    "approaches.Project.name": _STUDY,
    "approaches.Project.who": _STUDY,
    "approaches.Project.population": _STUDY,
    "approaches.Project.programs": _STUDY,
    "approaches.Project.links": _STUDY,
    "approaches.Approach.place": _OURS,
    "partnerships.Partnership.name": _PARTNERS,
    "partnerships.Partnership.place": _PARTNERS,
    "partnerships.Partnership.whom": _PARTNERS,
    "partnerships.Partnership.better_off": _PARTNERS,
    "partnerships.Partnership.together": _PARTNERS,
    "partnerships.Partnership.mix": _PARTNERS,
    "partnerships.Partnership.readers": "ids of agencies",
    "partnerships.Goal.agreed_how": _PARTNERS,
    "partnerships.Member.name": _PARTNERS,
    "partnerships.Seat.stipend": _PARTNERS,
    "partnerships.Sitting.name": _PARTNERS,
    "partnerships.Sitting.email": _PARTNERS,
    "partnerships.Sitting.authority": _PARTNERS,
    "partnerships.Charter.vision": _PARTNERS,
    "partnerships.Charter.goals": _PARTNERS,
    "partnerships.Charter.structure": _PARTNERS,
    "partnerships.Charter.agendas": _PARTNERS,
    "partnerships.Charter.attendance": _PARTNERS,
    "partnerships.Charter.impasse": _PARTNERS,
    "partnerships.Charter.communicating": _PARTNERS,
    "partnerships.Charter.accountability": _PARTNERS,
    "partnerships.Charter.assessing": _PARTNERS,
    "partnerships.Charter.stipends": _PARTNERS,
    "partnerships.Commitment.working_together": _PARTNERS,
    "partnerships.Commitment.time": _PARTNERS,
    "partnerships.Commitment.resources": _PARTNERS,
    "partnerships.Commitment.respect": _PARTNERS,
    "partnerships.Commitment.outcomes": _PARTNERS,
    "partnerships.Vote.counts": "numbers of voices",
    "partnerships.Voice.by_name": _PARTNERS,
    "partnerships.Voice.reason": _PARTNERS,
    "continuum.Wave.group": _PARTNERS,
    "continuum.Wave.title": _PARTNERS,
    "continuum.Wave.instruments": _OURS,
    "continuum.Wave.why_off": _PARTNERS,
    "continuum.Partner.name": _PARTNERS,
    "continuum.Respondent.name": _PARTNERS,
    "continuum.Respondent.email": _PARTNERS,
    "continuum.Rating.instrument": _OURS,
    "continuum.Rating.scale": _OURS,
    "continuum.Tally.body": "numbers of answers, and what organizations say of each other",
    "evidence.Count.body": "numbers of acts, and bands",
    "evidence.Threshold.rule": _OURS,
    "evidence.Threshold.reason": _PARTNERS,
    "loop.ReleaseTables.body": _FIGURES,
    "loop.PartnerPage.body": _FIGURES,
    "loop.PartnerComment.words": "an agency's word on figures that are released",
}


def guarded() -> list[type[models.Model]]:
    """The tables that the database guards row by row: a new one joins by itself."""
    return [model for model in own_models() if isinstance(model.access, GUARDED)]


def holds_words(field: models.Field) -> bool:
    """Text, JSON, lists and files; no closed list of codes, no key."""
    if isinstance(field, ArrayField):
        return not field.base_field.choices
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return isinstance(field, kinds) and not field.choices


def fields() -> Iterable[str]:
    """Every field that could hold a word of a family, as label.field."""
    for model in guarded():
        for field in model._meta.concrete_fields:
            if not field.is_relation and holds_words(field) and field.name not in CODES:
                yield f"{model._meta.label}.{field.name}"


def as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace").lower()
    return (value if isinstance(value, str) else json.dumps(value, default=str)).lower()


class Stored:
    """The database as a world of the reference (tests.access): `made[model]` are its rows, and what
    they point to are the same objects. Times are moved so that now is the reference's NOW."""

    def __init__(self, special: Iterable[str] = ()):
        self.special = tuple(special)  # words that are no canary by their look: an amount
        self.made: dict[type, list] = defaultdict(list)
        self.holders: dict[str, list] = defaultdict(list)
        self.fields: set[str] = set()
        self._read()

    @property
    def households(self) -> list[Household]:
        return self.made[Household]

    @property
    def persons(self) -> list[Person]:
        return self.made[Person]

    def _read(self) -> None:
        moved = NOW - datetime.now(UTC)
        with everything():
            for model in own_models():
                self.made[model] = list(model._default_manager.all())
        known = {(type(row), row.pk): row for rows in self.made.values() for row in rows}
        for model in guarded():
            for row in self.made[model]:
                self._note(row)
        for row in known.values():
            for field in row._meta.concrete_fields:
                key = getattr(row, field.attname)
                if field.is_relation and (field.related_model, key) in known:
                    setattr(row, field.name, known[field.related_model, key])
                elif isinstance(key, datetime):
                    setattr(row, field.attname, key + moved)

    def _note(self, row: models.Model) -> None:
        for field in row._meta.concrete_fields:
            if field.is_relation:
                continue
            text = as_text(getattr(row, field.attname))
            found = {*WORD.findall(text), *(one for one in self.special if one in text)}
            for word in found:
                self.holders[word].append(row)
                self.fields.add(f"{row._meta.label}.{field.name}")
