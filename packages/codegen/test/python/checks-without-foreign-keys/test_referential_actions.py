"""What becomes of rows that point at a row, where the database has no foreign keys."""

from typing import Any

import pytest
from org_db_client import NotFoundError, RelationViolationError


def rows(db: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What there is of each model: its key, and what it points at."""
    return {
        "users": [(one.id,) for one in db.user.find_many(order_by={"id": "asc"})],
        "posts": [
            (one.id, one.author_id) for one in db.post.find_many(order_by={"id": "asc"})
        ],
        "comments": [
            (one.id, one.post_id)
            for one in db.comment.find_many(order_by={"id": "asc"})
        ],
        "notes": [
            (one.id, one.user_id) for one in db.note.find_many(order_by={"id": "asc"})
        ],
    }


BEFORE = {
    "users": [(1,), (2,)],
    "posts": [(1, 1), (2, 2)],
    "comments": [(1, 1), (2, 2)],
    "notes": [(1, 1), (2, 2)],
}
GONE = {
    "users": [(2,)],
    "posts": [(2, 2)],
    "comments": [(2, 2)],
    "notes": [(1, None), (2, 2)],
}
MOVED = {
    **BEFORE,
    "users": [(2,), (9,)],
    "posts": [(1, 9), (2, 2)],
    "notes": [(1, 9), (2, 2)],
}


def test_delete(db: Any) -> None:
    assert db.user.delete({"id": 1}, posts=True).posts[0].id == 1
    assert rows(db) == GONE
    assert db.user.delete({"id": 1}) is None


def test_delete_many(db: Any) -> None:
    assert db.user.delete_many({"locks": {"none": {}}}) == 1
    assert rows(db) == GONE
    assert db.user.delete_many({"id": 99}) == 0


def test_a_delete_that_is_restricted(db: Any) -> None:
    with pytest.raises(RelationViolationError, match=r"locks.*Lock\.user_id"):
        db.user.delete({"id": 2})
    with pytest.raises(RelationViolationError):
        db.user.delete_many()
    assert rows(db) == BEFORE


def test_nested_deletes(db: Any) -> None:
    db.user.update({"id": 1}, {"posts": {"delete": {"id": 1}}})
    db.user.update({"id": 2}, {"posts": {"delete_many": {}}})
    assert rows(db) == {**BEFORE, "posts": [], "comments": []}
    db.note.update({"id": 1}, {"user": {"delete": True}})
    assert rows(db)["users"] == [(2,)]
    with pytest.raises(RelationViolationError):
        db.note.update({"id": 2}, {"user": {"delete": True}})
    assert rows(db)["notes"] == [(1, None), (2, 2)]


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.user.update({"id": 1}, {"id": 9}),
        lambda db: db.user.update_many({"id": 1}, data={"id": 9}),
        lambda db: db.user.update_many_and_return({"id": 1}, data={"id": 9}),
        lambda db: db.user.upsert({"id": 1}, create={"id": 1}, update={"id": 9}),
        lambda db: db.post.update({"id": 1}, {"author": {"update": {"id": 9}}}),
    ],
)
def test_a_key_that_changes(db: Any, change: Any) -> None:
    change(db)
    assert rows(db) == MOVED


def test_a_change_that_is_restricted(db: Any) -> None:
    with pytest.raises(RelationViolationError):
        db.user.update({"id": 2}, {"id": 9})
    assert rows(db) == BEFORE


def test_connect_looks_for_what_no_foreign_key_does(db: Any) -> None:
    with pytest.raises(NotFoundError, match=r"data\.author\.connect"):
        db.post.create({"id": 7, "author": {"connect": {"id": 99}}})
    with pytest.raises(NotFoundError, match=r"data\.tags\.connect"):
        db.post.update({"id": 1}, {"tags": {"connect": {"id": 99}}})
    assert rows(db) == BEFORE
