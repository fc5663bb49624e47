CREATE VIEW purchase_sums AS SELECT id, amount FROM "Purchase" WHERE phase <> 'void';
CREATE INDEX purchase_lower_mail ON "Purchase" (lower("buyerMail"));
CREATE INDEX purchase_open ON "Purchase" (amount) WHERE phase = 'open';
ALTER TABLE "Purchase" ADD CONSTRAINT amount_positive CHECK (amount >= 0);
CREATE FUNCTION touch_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."buyerMail" := coalesce(NEW."buyerMail", 'nobody');
  RETURN NEW;
END
$$;
CREATE TRIGGER purchase_touch BEFORE INSERT OR UPDATE OF phase ON "Purchase"
  FOR EACH ROW WHEN (NEW.phase IS NOT NULL) EXECUTE FUNCTION touch_purchase();
