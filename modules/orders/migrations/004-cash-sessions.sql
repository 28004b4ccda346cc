-- Cash sessions: a drawer opened with a float, closed with a count; its Z, and what came late.
--
-- One order of locks: whoever opens, moves, closes or books to a session has locked the row of its
-- register first, and after that the session. So a sale and a close never race: one of them sees
-- what the other committed. The server's own register may book to the session of any register: it
-- holds another lock, and so it meets a close at the row of the session.

-- Z reports are counted for each register, without a gap, in the transaction that closes.
ALTER TABLE :schema.registers ADD COLUMN last_z integer NOT NULL DEFAULT 0;

CREATE TABLE :schema.cash_sessions (
  tenant_id uuid NOT NULL,
  session_id uuid NOT NULL,
  register_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('OPEN', 'CLOSED')),
  currency text NOT NULL,
  opening_float_minor bigint NOT NULL CHECK (opening_float_minor >= 0),
  opened_by uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  body_hash text NOT NULL,
  closed_by uuid,
  closed_at timestamptz,
  closing_minor bigint CHECK (closing_minor >= 0),
  denominations jsonb,
  expected_minor bigint,
  variance_minor bigint CHECK (variance_minor = closing_minor - expected_minor),
  variance_reason text,
  close_hash text,
  z_number integer,
  -- The Z as it was printed: canonical JSON, kept as text so that not a byte of it changes.
  z_document text,
  -- The sums that it was made of, in minor units.
  z_sums jsonb,
  last_supplement integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, session_id),
  UNIQUE (tenant_id, register_id, z_number),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id),
  CHECK (num_nonnulls(closed_by, closed_at, closing_minor, expected_minor, variance_minor,
    close_hash, z_number, z_document, z_sums) = CASE status WHEN 'CLOSED' THEN 9 ELSE 0 END),
  CHECK (status = 'CLOSED' OR last_supplement = 0)
);
CREATE UNIQUE INDEX cash_sessions_open ON :schema.cash_sessions (tenant_id, register_id)
  WHERE status = 'OPEN';
CREATE INDEX cash_sessions_opened ON :schema.cash_sessions (tenant_id, opened_at, session_id);

-- Cash put into a drawer or taken out of it, other than for a sale. The session may be unknown:
-- the register says that it happened.
CREATE TABLE :schema.cash_movements (
  tenant_id uuid NOT NULL,
  movement_id uuid NOT NULL,
  session_id uuid NOT NULL,
  register_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PAY_IN', 'PAY_OUT')),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL,
  reason text NOT NULL,
  body_hash text NOT NULL,
  recorded_by uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, movement_id),
  FOREIGN KEY (tenant_id, register_id) REFERENCES :schema.registers (tenant_id, register_id)
);
CREATE INDEX cash_movements_session ON :schema.cash_movements (tenant_id, session_id);

-- What arrived for a session after its Z was printed, numbered for each session without a gap.
CREATE TABLE :schema.session_supplements (
  tenant_id uuid NOT NULL,
  session_id uuid NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('SALE', 'REFUND', 'VOID', 'CASH_MOVEMENT')),
  subject_id uuid NOT NULL,
  booked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, session_id, number),
  UNIQUE (tenant_id, subject_id, kind),
  FOREIGN KEY (tenant_id, session_id) REFERENCES :schema.cash_sessions (tenant_id, session_id)
);

CREATE INDEX sales_session ON :schema.sales (tenant_id, session_id)
  WHERE session_id IS NOT NULL;
CREATE INDEX refunds_session ON :schema.refunds (tenant_id, session_id)
  WHERE session_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON :schema.cash_sessions TO :role;
GRANT SELECT, INSERT ON :schema.cash_movements, :schema.session_supplements TO :role;

CREATE TRIGGER cash_movements_are_facts BEFORE UPDATE OR DELETE ON :schema.cash_movements
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();
CREATE TRIGGER session_supplements_are_facts
  BEFORE UPDATE OR DELETE ON :schema.session_supplements
  FOR EACH ROW EXECUTE FUNCTION :schema.refuse_change();

-- A session is closed once; how it was opened, and a printed Z, never change. What may go on
-- counting is the number of supplements.
CREATE FUNCTION :schema.guard_session() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'OPEN' AND NEW.status = 'CLOSED'
    AND (OLD.session_id, OLD.register_id, OLD.currency, OLD.opening_float_minor, OLD.opened_by,
         OLD.opened_at, OLD.body_hash)
      = (NEW.session_id, NEW.register_id, NEW.currency, NEW.opening_float_minor, NEW.opened_by,
         NEW.opened_at, NEW.body_hash)
  THEN
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' AND NEW.last_supplement > OLD.last_supplement
    AND to_jsonb(NEW) - 'last_supplement' = to_jsonb(OLD) - 'last_supplement'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a cash session is closed once, and nothing else of it changes'
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER cash_sessions_guarded BEFORE UPDATE OR DELETE ON :schema.cash_sessions
  FOR EACH ROW EXECUTE FUNCTION :schema.guard_session();

-- Books things to the sessions that they name; one kind at a time, in the order of the arrays. Who
-- calls it holds the lock of the register. A session that is closed gets a numbered supplement; one
-- that is unknown, or of another counter, gets nothing. Answers the flags it raised.
CREATE FUNCTION :schema.book_to_session(
  p_tenant uuid, p_register uuid, p_now timestamptz, p_kind text, p_subject uuid[],
  p_session uuid[]
) RETURNS TABLE (subject_id uuid, flag text)
LANGUAGE plpgsql SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
  v_is_server boolean;
BEGIN
  PERFORM set_config('app.tenant_id', p_tenant::text, true);
  v_is_server := EXISTS (SELECT FROM :schema.registers r
    WHERE r.tenant_id = p_tenant AND r.register_id = p_register AND r.kind = 'SERVER');
  IF v_is_server THEN
    PERFORM FROM :schema.cash_sessions c
    WHERE c.tenant_id = p_tenant AND c.session_id = ANY (p_session)
    ORDER BY c.session_id FOR SHARE;
  END IF;
  RETURN QUERY
  WITH named AS (
    SELECT n.subject, n.session, n.place, c.status
    FROM unnest(p_subject, p_session) WITH ORDINALITY AS n (subject, session, place)
    LEFT JOIN :schema.cash_sessions c
      ON c.tenant_id = p_tenant AND c.session_id = n.session
      AND (c.register_id = p_register OR v_is_server)
    WHERE n.session IS NOT NULL
  ), late AS (
    SELECT n.subject, n.session,
           row_number() OVER (PARTITION BY n.session ORDER BY n.place) AS nth
    FROM named n WHERE n.status = 'CLOSED'
  ), counted AS (
    UPDATE :schema.cash_sessions c SET last_supplement = c.last_supplement + l.many
    FROM (SELECT late.session, count(*)::integer AS many FROM late GROUP BY late.session) l
    WHERE c.tenant_id = p_tenant AND c.session_id = l.session
    RETURNING c.session_id, c.last_supplement - l.many AS before
  ), numbered AS (
    INSERT INTO :schema.session_supplements
      (tenant_id, session_id, number, kind, subject_id, booked_at)
    SELECT p_tenant, l.session, d.before + l.nth, p_kind, l.subject, p_now
    FROM late l JOIN counted d ON d.session_id = l.session
  )
  INSERT INTO :schema.flags (tenant_id, subject_id, flag, raised_at)
  SELECT p_tenant, n.subject,
         CASE WHEN n.status IS NULL THEN 'session_unknown' ELSE 'session_closed' END, p_now
  FROM named n WHERE n.status IS DISTINCT FROM 'OPEN'
  ON CONFLICT DO NOTHING
  RETURNING flags.subject_id, flags.flag;
END $$;
