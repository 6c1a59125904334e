-- What an agency that works here no more leaves behind: what it had sent, open, or ended and still
-- without a next place; and what lies on its desk because it coordinates. Each with the lines that lie
-- there. For whoever closed it; no content.
CREATE OR REPLACE FUNCTION kw_left_behind(closed uuid)
RETURNS TABLE (id uuid, kind text, due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id, w.kind::text, w.due_at
  FROM referrals_referral r
  JOIN accounts_agency a ON a.id = closed AND NOT a.active
  LEFT JOIN access_workitem w
    ON w.target = r.id AND w.agency_id = closed AND w.closed_at IS NULL
  WHERE kw_kind() = 'staff' AND kw_role() = 'operator' AND r.sent_at IS NOT NULL
    AND (r.sender_id = closed AND (r.ended_at IS NULL OR r.next_door_due IS NOT NULL)
      OR w.id IS NOT NULL AND r.sender_id IS DISTINCT FROM closed
        AND r.receiver_id IS DISTINCT FROM closed)
  ORDER BY r.id, w.kind
$$;
