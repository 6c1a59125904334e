"""What a kill may have lost, torn or doubled: asked of the database as its superuser."""

from collections import Counter

from kinwork.family.referrals import rules as table

NOTICED = table.NOTICES
MOVES = sorted({f"referrals.{one.verb}" for one in table.LIFE.moves} | {"referrals.make_referral"})


def lost(yard, forms: list[str]) -> list[str]:
    """Presses that were acknowledged, and are not there exactly once."""
    found = yard.ask(
        "SELECT f FROM unnest(%s::uuid[]) f WHERE 1 <>"
        " (SELECT count(*) FROM referrals_referralevent e WHERE e.form_id = f)",
        forms,
    )
    return [f"acknowledged, and not there once: {form}" for (form,) in found]


def half(yard, stage: dict) -> list[str]:
    """Referrals that are not what their history says, and histories without trail, tie or notice."""
    return [
        f"{what}: {row}"
        for what, sql, values in _questions(stage)
        for row in yard.ask(sql, *values)
    ]


def _questions(stage: dict):
    events = "referrals_referralevent"
    yield (
        "state and history differ",
        f"SELECT r.id, r.state, r.version, count(*), max(e.number) FROM referrals_referral r"
        f" JOIN {events} e ON e.referral_id = r.id GROUP BY r.id HAVING max(e.number) <> count(*) - 1"
        " OR r.version <> max(e.number)"
        " OR r.state <> (array_agg(e.to_state ORDER BY e.number DESC))[1]",
        (),
    )
    yield (
        "an event does not follow the one before",
        f"SELECT referral_id, number FROM (SELECT *, lag(to_state) OVER w AS came FROM {events}"
        " WINDOW w AS (PARTITION BY referral_id ORDER BY number)) e WHERE number > 0"
        " AND came <> from_state",
        (),
    )
    yield (
        "an event without its one row of the trail",
        f"SELECT e.referral_id, e.verb, count(a.*) FROM {events} e LEFT JOIN common_auditentry a"
        " ON a.target_id = e.referral_id AND a.at = e.at AND a.verb = 'referrals.' || e.verb"
        " GROUP BY e.id HAVING count(a.*) <> 1",
        (),
    )
    yield (
        "a row of the trail without its event",
        "SELECT a.target_id, a.verb FROM common_auditentry a WHERE a.verb = ANY (%s)"
        f" AND a.outcome = 'done' AND NOT EXISTS (SELECT FROM {events} e"
        "  WHERE e.referral_id = a.target_id AND e.at = a.at AND 'referrals.' || e.verb = a.verb)",
        (MOVES,),
    )
    yield (
        "a notice without its move, or told twice",
        "SELECT m.about, m.key, count(*) FROM contact_message m WHERE m.key = ANY (%s)"
        f" AND 1 <> (SELECT count(*) FROM {events} e JOIN unnest(%s::text[], %s::text[]) n(verb, key)"
        "  ON n.verb = e.verb WHERE e.referral_id = m.about AND e.at = m.made_at AND n.key = m.key)"
        " OR EXISTS (SELECT FROM contact_message o WHERE o.about = m.about AND o.key = m.key"
        "  AND o.made_at = m.made_at AND o.channel = m.channel AND o.id <> m.id)"
        " GROUP BY m.about, m.key",
        (list(NOTICED.values()), list(NOTICED), list(NOTICED.values())),
    )
    yield (
        "a move that nobody was told of",
        f"SELECT e.referral_id, e.verb FROM {events} e JOIN unnest(%s::text[], %s::text[]) n(verb, key)"
        " ON n.verb = e.verb WHERE NOT EXISTS (SELECT FROM contact_message m"
        "  WHERE m.about = e.referral_id AND m.made_at = e.at AND m.key = n.key)",
        (list(NOTICED), list(NOTICED.values())),
    )
    yield (
        "a tie that does not end with its referral",
        "SELECT r.id, r.state FROM referrals_referral r WHERE r.sent_at IS NOT NULL AND"
        " (r.ended_at IS NULL)::int <> (SELECT count(*) FROM access_tie t WHERE t.work = r.id"
        "  AND t.kind IN ('referral', 'link') AND t.ends IS NULL)",
        (),
    )
    yield (
        "units that were lost or given twice",
        "SELECT c.available, count(h.*) FROM directory_servicecapacity c LEFT JOIN"
        " referrals_capacityhold h ON h.service_id = c.service_id AND h.state <> 'released'"
        " AND h.counted_at = c.updated WHERE c.service_id = %s GROUP BY c.id"
        " HAVING c.available + count(h.*) <> %s",
        (stage["service"], stage["openings"]),
    )


def clocks(yard, overdue: list[str], ending: list[str]) -> list[str]:
    """Clocks that ran out and did not do their work exactly once."""
    late = yard.ask(
        "SELECT r.id, r.state FROM referrals_referral r WHERE r.id = ANY (%s::uuid[]) AND (1 <>"
        " (SELECT count(*) FROM access_workitem w WHERE w.target = r.id AND w.kind = 'answer overdue')"
        " OR EXISTS (SELECT FROM access_due d WHERE d.target = r.id AND d.clock = 'overdue')"
        " OR 1 <> (SELECT count(*) FROM access_due d WHERE d.target = r.id AND d.clock = 'expire'))",
        overdue,
    )
    over = yard.ask(
        "SELECT r.id, r.state FROM referrals_referral r WHERE r.id = ANY (%s::uuid[]) AND 1 <>"
        " (SELECT count(*) FROM referrals_referralevent e WHERE e.referral_id = r.id"
        "  AND e.verb = 'expire')",
        ending,
    )
    return [f"overdue, and nobody was told once: {row}" for row in late] + [
        f"should have expired once: {row}" for row in over
    ]


def claims_run_out(yard) -> None:
    """Whoever had claimed a message and was killed: the claim is over, without waiting for it. And what
    was put off is long due: the sweeper leaves it two minutes to its own job, as long as we wait here."""
    yard.tell(
        "UPDATE contact_delivery SET claimed_at = claimed_at - interval '1 hour',"
        " next_at = least(next_at, now()) - interval '1 hour' WHERE state IN ('waiting', 'sending')"
    )


def waits(yard) -> int:
    """Later work and messages that nobody has done yet."""
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    jobs += " AND (scheduled_at IS NULL OR scheduled_at < now())"
    mails = "SELECT count(*) FROM contact_message WHERE channel = 'email' AND state = 'waiting'"
    return yard.ask(jobs)[0][0] + yard.ask(mails)[0][0]


def letters(yard) -> list[str]:
    """Each message that was sent is one letter, and so is each mail that workers get in the morning
    about their desk: a second try carries the same number."""
    sent = yard.ask(
        "SELECT count(*) FROM contact_message WHERE channel = 'email' AND state = 'sent'"
    )
    desks = yard.ask(
        "SELECT count(*) FROM contact_delivery WHERE kind = 'digest' AND state = 'sent'"
    )
    other = yard.ask(
        "SELECT state, count(*) FROM contact_message WHERE channel = 'email' AND state <> 'sent'"
        " GROUP BY state"
    )
    ids = Counter(one["Message-ID"] for one in list(yard.letters))
    wrong = [f"messages that did not leave: {other}"] if other else []
    told = sent[0][0] + desks[0][0]
    if len(ids) != told:
        wrong.append(f"{len(ids)} letters, {told} messages")
    return wrong


def chain(yard) -> list[str]:
    """The trail is whole, from the first row on."""
    try:
        yard.run("-m", "kinwork", "audit", "seal")
        yard.run("-m", "kinwork", "audit", "verify", login="kw_owner")
    except AssertionError as why:
        return [f"the trail: {why}"]
    return []
