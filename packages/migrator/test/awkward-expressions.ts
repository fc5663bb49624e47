/** Expressions that PostgreSQL prints otherwise once it has parsed its own print, in every place that has expressions. */
export const AWKWARD = `
  CREATE EXTENSION btree_gist;
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE DOMAIN grade AS varchar(2) DEFAULT 'A' CHECK (VALUE IN ('A', 'B', 'C'));
  CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100 AND VALUE <> 13);
  CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    status varchar(20) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'done')),
    kind varchar CHECK (kind NOT IN ('x', 'y')),
    code char(2) CHECK (code IN ('aa', 'bb')),
    score int CHECK (score BETWEEN 0 AND 100 AND score <> 50),
    ratio numeric(10, 2) DEFAULT 0.5 CHECK ((ratio > 0 OR ratio IS NULL) AND ratio NOT BETWEEN 5 AND 6),
    flags text[] DEFAULT ARRAY[]::text[] CHECK ('a' <> ALL (flags)),
    since timestamptz DEFAULT now() + interval '1 day',
    during daterange,
    label varchar GENERATED ALWAYS AS (CASE WHEN status IN ('new', 'open') THEN 'active' ELSE status END) STORED,
    grade grade,
    percent percent,
    CONSTRAINT "both" CHECK ((status IN ('new', 'open') AND score BETWEEN 1 AND 2) OR score IS NULL OR code = 'aa'),
    CONSTRAINT apart EXCLUDE USING gist (score WITH =, during WITH &&) WHERE (status IN ('new', 'open')));
  CREATE INDEX account_open ON account (status, (score BETWEEN 1 AND 5 AND ratio > 0)) WHERE status IN ('new', 'open');
  CREATE UNIQUE INDEX "Account Lower" ON account (lower(status) DESC, (coalesce(kind, 'none')) varchar_pattern_ops)
    INCLUDE (score) WHERE score BETWEEN 1 AND 9 AND kind NOT IN ('x', 'z');
  CREATE TRIGGER touched BEFORE UPDATE OF status ON account FOR EACH ROW
    WHEN (NEW.status IN ('open', 'done') AND OLD.score BETWEEN 1 AND 2 AND NEW.score > 0) EXECUTE FUNCTION touch();
  CREATE CONSTRAINT TRIGGER later AFTER INSERT ON account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.kind IN ('a', 'b')) EXECUTE FUNCTION touch();
  ALTER TABLE account ENABLE ROW LEVEL SECURITY;
  CREATE TABLE member (account_id bigint REFERENCES account, role varchar);
  CREATE POLICY seen ON account FOR SELECT USING (status IN ('open', 'done') AND EXISTS (
    SELECT FROM member m WHERE m.account_id = account.id AND m.role IN ('owner', 'editor')));
  CREATE POLICY made ON account FOR INSERT WITH CHECK (score BETWEEN 1 AND 2 AND status <> 'done');
  CREATE VIEW active AS SELECT id, status, score FROM account WHERE status IN ('new', 'open') AND score BETWEEN 1 AND 5;
  CREATE VIEW joined AS SELECT a.id, m.role, count(*) AS n FROM account a JOIN member m ON m.account_id = a.id
    LEFT JOIN member USING (account_id) WHERE m.role NOT IN ('x', 'y') GROUP BY a.id, m.role HAVING count(*) BETWEEN 1 AND 9;
  CREATE MATERIALIZED VIEW counted AS SELECT status, count(*) FILTER (WHERE kind IN ('a', 'b')) FROM account GROUP BY status;
  CREATE VIEW older AS SELECT extract(epoch FROM since) AS e, substring(status FROM 1 FOR 2) AS s, position('a' IN status) AS p,
    trim(BOTH ' ' FROM status) AS t, status LIKE 'a%' AS l, status SIMILAR TO 'a' AS m FROM account;
  CREATE FUNCTION is_open(s varchar DEFAULT 'new') RETURNS boolean LANGUAGE sql RETURN s IN ('new', 'open');
  CREATE FUNCTION open_ones() RETURNS SETOF account LANGUAGE sql BEGIN ATOMIC
    SELECT * FROM account WHERE status IN ('new', 'open') AND score BETWEEN 1 AND 2; END;
  CREATE TABLE event (at timestamptz NOT NULL, kind varchar CHECK (kind IN ('a', 'b')), n int) PARTITION BY RANGE (at, (n + 1));
  CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01 00:00+02', 0) TO ('2027-01-01 00:00+02', MAXVALUE);
  CREATE TABLE shelf (kind varchar, mark char(3)) PARTITION BY LIST (lower(kind));
  CREATE TABLE shelf_ab PARTITION OF shelf FOR VALUES IN ('a', 'b', NULL);
  CREATE INDEX event_kind ON event (kind) WHERE kind IN ('a', 'b');
  CREATE TABLE mixed (
    a varchar CHECK (a LIKE ANY (ARRAY['x%', 'y%']) AND a BETWEEN SYMMETRIC 'a' AND 'z'), b varchar[] CHECK (b <@ ARRAY['a', 'b']::varchar[]),
    c smallint CHECK (c IN (1, 2) OR c BETWEEN 5 AND 6 OR (c, 1) IN ((1, 2), (3, 4))), d numeric CHECK (d IN (1, 2.5)),
    e date CHECK (e IN ('2026-01-01', '2026-02-01') AND e BETWEEN '2026-01-01' AND current_date), f jsonb CHECK (f ? 'a' AND f->>'a' IN ('x', 'y')),
    g varchar CHECK (CASE g WHEN 'a' THEN true WHEN 'b' THEN a IN ('q', 'r') ELSE g IS DISTINCT FROM NULL END),
    h varchar DEFAULT CASE WHEN current_setting('TimeZone')::varchar IN ('UTC', 'GMT') THEN 'u' ELSE 'l' END,
    i "char" CHECK (i IN ('a', 'b')), j name CHECK (j IN ('a', 'b')), k text CHECK (k IN ('a', 'b') AND NOT (k = 'c' AND (k < 'd' AND k > 'e'))),
    l bpchar CHECK (nullif(l, 'a') IN ('b', 'c')), m interval CHECK (m BETWEEN '1 day' AND '1 month 2 days'), n varchar(5) COLLATE "C" CHECK (n IN ('a', 'b' COLLATE "C")),
    CHECK ((a, g) = ('x', 'y') AND d > 0), CHECK (a IN ('it''s', E'a\\b', 'AND', '(') AND (d > 1 AND (d < 9 AND c > 1))));
  CREATE VIEW windowed AS WITH recent AS (SELECT * FROM account WHERE kind IN ('a', 'b') AND (score > 1 AND ratio > 1))
    SELECT r.id, sum(r.score) OVER (PARTITION BY r.kind ORDER BY r.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s, l.role IN ('a', 'b') AS is_a
    FROM recent r CROSS JOIN LATERAL (SELECT role FROM member WHERE member.account_id = r.id AND role BETWEEN 'a' AND 'b' AND role <> 'c' LIMIT 1) l
    WHERE r.status IN (SELECT kind FROM shelf) OR (r.score BETWEEN 1 AND 2 OR r.score IS NULL)
    UNION ALL SELECT id, 1, true FROM account WHERE (status, kind) IN (('new', 'a'), ('open', 'b')) ORDER BY 1;`;
