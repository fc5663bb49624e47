"""Conditions on JSON, and on what there is at a path in it."""

from typing import Any

import pytest
from blog import fill, ids
from org_db_client import JSON_NULL, Client, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)
    db.execute_raw(
        "INSERT INTO posts (title, updated_at, author_id, meta) VALUES "
        "('five', now(), 4, '\"text\"'), ('six', now(), 4, '{\"a\": null, \"n\": \"x\"}')"
    )


# 1: {"a": [1, 2, 3], "s": "Hello", "n": 5}, 2: NULL, 3: [1, 2], 4: null, 5: "text",
# 6: {"a": null, "n": "x"}
META: list[tuple[Any, list[int]]] = [
    (None, [2]),
    (JSON_NULL, [4]),
    ({"equals": None}, [2]),
    ({"equals": JSON_NULL}, [4]),
    ({"not": None}, [1, 3, 4, 5, 6]),
    ({"not": JSON_NULL}, [1, 3, 5, 6]),
    ({"equals": [1, 2]}, [3]),
    ({"not": [1, 2]}, [1, 4, 5, 6]),
    ({"contains": {"n": 5}}, [1]),
    ({"path": ["a"], "equals": [1, 2, 3]}, [1]),
    ({"path": ["a", 0], "equals": 1}, [1]),
    ({"path": ["a", "0"], "not": 2}, [1]),
    ({"path": [0], "equals": 1}, [3]),
    ({"path": ["a"], "equals": JSON_NULL}, [6]),
    # Nothing there: not in the value, or no value.
    ({"path": ["a"], "equals": None}, [2, 3, 4, 5]),
    ({"path": ["a"], "not": None}, [1, 6]),
    ({"path": ["a"], "not": JSON_NULL}, [1]),
    ({"path": ["s"], "string_contains": "ell"}, [1]),
    ({"path": ["s"], "string_contains": "ELL"}, []),
    ({"path": ["s"], "string_contains": "ELL", "mode": "insensitive"}, [1]),
    ({"path": ["s"], "string_starts_with": "He"}, [1]),
    ({"path": ["s"], "string_starts_with": "H%"}, []),
    ({"path": ["s"], "string_ends_with": "lo"}, [1]),
    ({"path": ["n"], "string_contains": "5"}, []),
    ({"string_contains": "ex"}, [5]),
    ({"string_starts_with": "te"}, [5]),
    ({"path": ["a"], "array_contains": [1]}, [1]),
    ({"path": ["a"], "array_contains": 3}, [1]),
    ({"path": ["a"], "array_contains": [1, 9]}, []),
    ({"array_contains": [2]}, [3]),
    ({"path": ["a"], "array_starts_with": 1}, [1]),
    ({"path": ["a"], "array_ends_with": 3}, [1]),
    ({"array_starts_with": 1}, [3]),
    ({"array_ends_with": 1}, []),
    ({"path": ["n"], "gt": 4}, [1]),
    ({"path": ["n"], "gt": "a"}, [6]),
    ({"path": ["n"], "gte": 5, "lt": 6}, [1]),
    ({"path": ["n"], "lt": 5}, []),
    ({"gt": 4}, []),
]

# A value of another type is unknown, not another one.
NEGATED: list[tuple[Any, list[int]]] = [
    ({"path": ["n"], "equals": 5}, [6]),
    ({"path": ["s"], "string_contains": "x"}, [1]),
    ({"path": ["n"], "string_contains": "y"}, [6]),
    ({"path": ["a"], "array_contains": [9]}, [1]),
    ({"path": ["n"], "gt": 5}, [1]),
    ({"path": ["a"], "equals": None}, [1, 6]),
]


def test_conditions(db: Client) -> None:
    for where, found in META:
        assert ids(db.post.find_many({"meta": where})) == found, where
    for where, found in NEGATED:
        assert ids(db.post.find_many({"NOT": {"meta": where}})) == found, where


def test_values_that_sql_could_take_for_its_own(db: Client) -> None:
    odd = {"it's": {'say "hi"': ["a,b", "{}", "\\"]}}
    post = db.post.create({"title": "odd", "author_id": 1, "meta": odd})
    path: list[Any] = ["it's", 'say "hi"']
    for index, text in enumerate(["a,b", "{}", "\\"]):
        where: Any = {"path": [*path, index], "equals": text}
        assert ids(db.post.find_many({"meta": where})) == [post.id]
        where = {"path": [*path, index], "string_contains": text}
        assert ids(db.post.find_many({"meta": where})) == [post.id]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"path": "a", "equals": 1}, r"where\.meta\.path: Takes the keys and indexes"),
        ({"path": [None], "equals": 1}, r"where\.meta\.path: Takes the keys"),
        ({"starts_with": "x"}, r"where\.meta\.starts_with: meta has no filter"),
        ({"mode": "x"}, r"where\.meta\.mode: Takes 'default'"),
        ({"path": ["a"], "string_contains": 1}, r"where\.meta\.string_contains: Post"),
        ({"equals": {1, 2}}, r"where\.meta\.equals: Post\.meta takes JSON"),
    ],
)
def test_an_error_says_where_it_is(db: Client, where: Any, message: str) -> None:
    with pytest.raises(InvalidQueryError, match=message):
        db.post.find_many({"meta": where})
