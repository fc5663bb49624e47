INSERT INTO items (slug, name, note, rating, score, price, is_active, details, created_at)
SELECT 'item-' || n, 'Item number ' || n, CASE WHEN n % 3 > 0 THEN 'A note on item ' || n END, n % 5, n / 7.0,
  (n * 1.25)::numeric(12, 2), n % 4 > 0, jsonb_build_object('colour', 'blue', 'sizes', jsonb_build_array(n % 10, 41, 42)),
  timestamptz '2026-01-01 00:00Z' + n * interval '61.5 seconds'
FROM generate_series(1, 1000) AS n;
INSERT INTO authors (name, email) SELECT 'Author ' || n, n || '@example.org' FROM generate_series(1, 100) AS n;
INSERT INTO posts (title, body, created_at, author_id)
SELECT 'Post ' || n, CASE WHEN n % 2 = 0 THEN 'What it says' END, timestamptz '2026-01-01 00:00Z' + n * interval '61.5 seconds', 1 + n % 100
FROM generate_series(1, 1000) AS n;
INSERT INTO tags (name) SELECT 'Tag ' || n FROM generate_series(1, 20) AS n;
INSERT INTO "_PostToTag" SELECT id, 1 + (id * 7 + n) % 20 FROM posts, generate_series(1, 3) AS n;
ANALYZE;
