"""A few rows of every table, for checks of what is read."""

from __future__ import annotations

from typing import Any

ROWS = """
INSERT INTO users (email, name, role, inviter_id) VALUES
  ('ada@x', 'Ada', 'admin', NULL), ('bob@x', 'Bob', 'member', 1),
  ('cy@x', NULL, 'member', 1), ('di@x', 'Di', 'member', 3);
INSERT INTO profiles (bio, user_id) VALUES ('maths', 1), ('ops', 2);
INSERT INTO posts (title, body, views, likes, price, meta, published, labels,
  created_at, updated_at, author_id, reviewer_id) VALUES
  ('one', 'the cat sat', 5, 5, 1.5, '{"a": [1, 2, 3], "s": "Hello", "n": 5}', true,
    '{a,b}', '2024-01-01', '2024-01-01', 1, 2),
  ('two', NULL, 3, 7, 2.5, NULL, false, NULL, '2024-01-02', '2024-01-02', 1, NULL),
  ('three', 'dogs and cats', 0, 0, NULL, '[1, 2]', true, '{b}',
    '2024-01-03', '2024-01-03', 2, 1),
  ('four', 'fish', 9, 1, 4, 'null', false, '{}', '2024-01-04', '2024-01-04', 3, 2);
INSERT INTO comments (text, post_id, user_id, parent_id) VALUES
  ('a', 1, 2, NULL), ('b', 1, NULL, 1), ('c', 2, 3, NULL), ('d', 3, 1, NULL),
  ('e', 1, 2, 2);
INSERT INTO tags (id, name) VALUES
  ('00000000-0000-0000-0000-000000000001', 'x'),
  ('00000000-0000-0000-0000-000000000002', 'y'),
  ('00000000-0000-0000-0000-000000000003', 'z');
INSERT INTO "_PostToTag" VALUES
  (1, '00000000-0000-0000-0000-000000000001'),
  (1, '00000000-0000-0000-0000-000000000002'),
  (3, '00000000-0000-0000-0000-000000000002');
INSERT INTO "_Friends" VALUES (1, 2), (2, 1), (3, 1);
INSERT INTO organizations VALUES ('de', 1, 'A'), ('fr', 2, 'B');
INSERT INTO memberships (country, number, user_id) VALUES
  ('de', 1, 1), ('de', 1, 2), ('fr', 2, 1);
INSERT INTO units VALUES
  (1, 'whole', 'de', 1), (2, 'half', 'de', NULL), (3, 'none', NULL, NULL);
"""


def fill(db: Any) -> None:
    """Makes the rows."""
    for statement in ROWS.split(";\n"):
        if statement.strip():
            db.execute_raw(statement)


def ids(rows: Any) -> list[int]:
    """Which rows they are, in order of their ids."""
    return sorted(row.id for row in rows)
