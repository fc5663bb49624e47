CREATE TABLE purchase_log (at timestamptz DEFAULT now(), what text);
CREATE FUNCTION log_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO purchase_log (what) VALUES (TG_OP);
  RETURN NULL;
END
$$;
CREATE TRIGGER purchase_amount_log AFTER UPDATE OF amount ON "Purchase"
  FOR EACH ROW WHEN (OLD.amount IS DISTINCT FROM NEW.amount) EXECUTE FUNCTION log_purchase();
CREATE TRIGGER purchase_phase_log AFTER INSERT OR UPDATE OF phase ON "Purchase"
  FOR EACH ROW WHEN (NEW.phase = 'done') EXECUTE FUNCTION log_purchase();
