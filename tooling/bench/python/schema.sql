CREATE TABLE items (
  id serial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  note text,
  rating int NOT NULL,
  score float8 NOT NULL,
  price numeric(12, 2) NOT NULL,
  is_active boolean NOT NULL,
  details jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CREATE TABLE entries (LIKE items INCLUDING ALL);
ALTER TABLE entries ALTER id SET DEFAULT nextval('items_id_seq');
CREATE TABLE authors (
  id serial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE
);
CREATE TABLE posts (
  id serial PRIMARY KEY,
  title text NOT NULL,
  body text,
  created_at timestamptz(3) NOT NULL,
  author_id int NOT NULL REFERENCES authors
);
CREATE INDEX ON posts (author_id);

INSERT INTO items (slug, name, note, rating, score, price, is_active, details, created_at)
SELECT 'item-' || n, 'Item number ' || n, CASE WHEN n % 3 > 0 THEN 'A note on item ' || n END, n % 5, n / 7.0,
  (n * 1.25)::numeric(12, 2), n % 4 > 0, jsonb_build_object('colour', 'blue', 'sizes', jsonb_build_array(n % 10, 41, 42)),
  timestamptz '2026-01-01 00:00Z' + n * interval '61.5 seconds'
FROM generate_series(1, 1000) AS n;
INSERT INTO authors (name, email) SELECT 'Author ' || n, n || '@example.org' FROM generate_series(1, 100) AS n;
INSERT INTO posts (title, body, created_at, author_id)
SELECT 'Post ' || n, CASE WHEN n % 2 = 0 THEN 'What it says' END, timestamptz '2026-01-01 00:00Z' + n * interval '61.5 seconds', 1 + n % 100
FROM generate_series(1, 1000) AS n;
ANALYZE;

-- Of the large sample, what is read of it.
CREATE TYPE "Status0" AS ENUM ('active', 'paused', 'archived');
CREATE TABLE entity_0 (
  id uuid PRIMARY KEY,
  name varchar(200) NOT NULL,
  slug text NOT NULL UNIQUE,
  note text,
  count int NOT NULL,
  total bigint,
  price numeric(12, 2) NOT NULL,
  is_active boolean NOT NULL,
  settings jsonb NOT NULL,
  tags text[],
  status "Status0" NOT NULL,
  created_at timestamptz(3) NOT NULL,
  updated_at timestamptz(3) NOT NULL
);
