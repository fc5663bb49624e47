-- Loses nothing: the views are computed from tables that stay, and the text of the reviews goes
-- back to its old name.

DROP VIEW published_reviews;

ALTER TABLE reviews RENAME COLUMN content TO body;

CREATE OR REPLACE FUNCTION set_review_search_vector() RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.search_vector :=
    setweight(to_tsvector('simple', coalesce(NEW.title, '')), 'A') ||
    setweight(to_tsvector('simple', left(NEW.body, 100000)), 'B');
  RETURN NEW;
END;
$$;

DROP FUNCTION refresh_review_statistics();

DROP MATERIALIZED VIEW company_monthly_ratings;

DROP MATERIALIZED VIEW product_ratings;
