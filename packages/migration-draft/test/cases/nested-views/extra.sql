CREATE VIEW purchase_base AS SELECT id, amount, phase FROM "Purchase";
CREATE VIEW purchase_big AS SELECT id, amount + 1 AS more FROM purchase_base WHERE amount > 10;
CREATE MATERIALIZED VIEW purchase_by_phase AS SELECT phase, count(*) AS number, max(amount) AS most FROM purchase_base GROUP BY phase;
CREATE UNIQUE INDEX purchase_by_phase_key ON purchase_by_phase (phase);
CREATE VIEW purchase_top WITH (security_barrier = true) AS SELECT * FROM purchase_by_phase WHERE most > 5;
COMMENT ON VIEW purchase_big IS 'What is large';
