TRUNCATE users, posts, tags, "_PostToTag" RESTART IDENTITY;
INSERT INTO users (email, name, role) VALUES
  ('ada@example.org', 'Ada', 'admin'),
  ('grace@example.org', 'Grace', 'member'),
  ('alan@example.org', NULL, 'member');
INSERT INTO posts (title, published, price, cover, meta, created_at, author_id) VALUES
  ('Looms', true, 9.50, '\x00ff', '{"pages": 12}', '2026-03-01 08:00Z', 1),
  ('Engines', false, 0, NULL, NULL, '2026-03-02 08:00Z', 1),
  ('Compilers', true, 20, NULL, NULL, '2026-03-03 08:00Z', 2);
INSERT INTO tags (name) VALUES ('history'), ('machines');
INSERT INTO "_PostToTag" ("A", "B") VALUES (1, 1), (1, 2), (3, 2);
