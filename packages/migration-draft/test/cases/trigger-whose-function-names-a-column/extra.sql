CREATE FUNCTION mark_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.note := coalesce(NEW.note, 'x' || NEW.phase);
  RETURN NEW;
END
$$;
CREATE TRIGGER purchase_mark BEFORE INSERT OR UPDATE OF phase ON "Purchase"
  FOR EACH ROW WHEN (NEW.phase IS NOT NULL) EXECUTE FUNCTION mark_purchase();
