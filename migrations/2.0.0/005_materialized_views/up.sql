-- Statistics that are computed once and read often, one view for showing reviews, and the name
-- that the text of a review has from now on.

-- Ratings are stored from 0.0 to 5.0; the histogram counts them as whole stars, 1 to 5.
CREATE MATERIALIZED VIEW product_ratings AS
SELECT
  products.id                                                            AS product_id,
  count(reviews.id)::INTEGER                                             AS review_count,
  avg(reviews.rating)::DECIMAL(3, 2)                                     AS average_rating,
  ARRAY[
    count(*) FILTER (WHERE reviews.rating < 1.5),
    count(*) FILTER (WHERE reviews.rating >= 1.5 AND reviews.rating < 2.5),
    count(*) FILTER (WHERE reviews.rating >= 2.5 AND reviews.rating < 3.5),
    count(*) FILTER (WHERE reviews.rating >= 3.5 AND reviews.rating < 4.5),
    count(*) FILTER (WHERE reviews.rating >= 4.5)
  ]::INTEGER[]                                                           AS histogram,
  (count(*) FILTER (WHERE reviews.sentiment = 'negative'))::INTEGER      AS negative_count,
  max(reviews.published_at)::TIMESTAMPTZ(3)                              AS last_published_at
FROM products
LEFT JOIN reviews ON reviews.product_id = products.id AND reviews.status = 'published'
GROUP BY products.id;

-- REFRESH ... CONCURRENTLY asks for a unique index.
CREATE UNIQUE INDEX product_ratings_product_id_key ON product_ratings (product_id);

-- Months are those of UTC, so that a refresh from any session gives the same rows.
CREATE MATERIALIZED VIEW company_monthly_ratings AS
SELECT
  products.company_id                                                    AS company_id,
  date_trunc('month', reviews.published_at AT TIME ZONE 'UTC')::DATE     AS month,
  count(*)::INTEGER                                                      AS review_count,
  avg(reviews.rating)::DECIMAL(3, 2)                                     AS average_rating,
  (count(*) FILTER (WHERE reviews.sentiment = 'negative'))::INTEGER      AS negative_count
FROM reviews
JOIN products ON products.id = reviews.product_id
WHERE reviews.status = 'published' AND products.company_id IS NOT NULL
GROUP BY 1, 2;

CREATE UNIQUE INDEX company_monthly_ratings_company_id_month_key
  ON company_monthly_ratings (company_id, month);

-- The one name that schedulers and services call, whatever the views behind it are. Readers are
-- not blocked meanwhile. Only the owner of the views may refresh them.
CREATE FUNCTION refresh_review_statistics() RETURNS TIMESTAMPTZ
LANGUAGE plpgsql
AS $$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY product_ratings;
  REFRESH MATERIALIZED VIEW CONCURRENTLY company_monthly_ratings;
  RETURN clock_timestamp();
END;
$$;

-- Breaking: clients of 1.x know this column as body. It is renamed in place, so nothing is copied
-- and nothing is lost. It comes after the views above because it locks reviews until the
-- migration commits, and their scans are over by then.
ALTER TABLE reviews RENAME COLUMN body TO content;

-- The trigger follows a renamed column; the text of its function does not.
CREATE OR REPLACE FUNCTION set_review_search_vector() RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.search_vector :=
    setweight(to_tsvector('simple', coalesce(NEW.title, '')), 'A') ||
    setweight(to_tsvector('simple', left(NEW.content, 100000)), 'B');
  RETURN NEW;
END;
$$;

CREATE VIEW published_reviews AS
SELECT
  reviews.id             AS review_id,
  reviews.product_id     AS product_id,
  products.slug          AS product_slug,
  products.name          AS product_name,
  companies.name         AS company_name,
  sources.name           AS source_name,
  reviewers.display_name AS reviewer_name,
  reviews.rating         AS rating,
  reviews.title          AS title,
  reviews.content        AS content,
  reviews.sentiment      AS sentiment,
  reviews.published_at   AS published_at
FROM reviews
JOIN products ON products.id = reviews.product_id
JOIN sources ON sources.id = reviews.source_id
LEFT JOIN companies ON companies.id = products.company_id
LEFT JOIN reviewers ON reviewers.id = reviews.reviewer_id
WHERE reviews.status = 'published';
