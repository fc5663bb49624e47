TRUNCATE users, profiles, posts, comments, tags, "_PostToTag" RESTART IDENTITY;
INSERT INTO users (email, name, role) VALUES
  ('ada@example.org', 'Ada', 'admin'),
  ('grace@example.org', 'Grace', 'member'),
  ('alan@example.org', NULL, 'member');
INSERT INTO profiles (bio, user_id) VALUES ('Notes on the engine', 1);
INSERT INTO posts (title, body, published, views, created_at, author_id) VALUES
  ('Looms', 'On punched cards', true, 120, '2026-03-01 08:00Z', 1),
  ('Engines', NULL, false, 3, '2026-03-02 08:00Z', 1),
  ('Compilers', 'On words', true, 40, '2026-03-03 08:00Z', 2);
INSERT INTO comments (text, post_id, user_id) VALUES
  ('Lovely', 1, 2), ('More, please', 1, 3), ('A bug!', 3, 1);
INSERT INTO tags (name) VALUES ('history'), ('machines');
INSERT INTO "_PostToTag" ("A", "B") VALUES (1, 1), (1, 2), (3, 2);
