"""Conditions on fields: other fields of the row, search, case, what None means."""

from typing import Any

import pytest
from blog import fill, ids
from org_db_client import Client, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


def test_another_field_of_the_row(db: Client) -> None:
    fields = db.post.fields
    cases: list[tuple[Any, list[int]]] = [
        ({"views": fields.likes}, [1, 3]),
        ({"views": {"equals": fields.likes}}, [1, 3]),
        ({"views": {"gt": fields.likes}}, [4]),
        ({"views": {"lte": fields.likes}}, [1, 2, 3, 5]),
        ({"views": {"not": fields.likes}}, [2, 4, 5]),
        ({"NOT": {"views": fields.likes}}, [2, 4, 5]),
        ({"price": {"gt": fields.views}}, []),
        ({"title": {"not": fields.body}}, [1, 3, 4, 5]),
        ({"body": {"contains": fields.title}}, []),
        ({"body": {"contains": fields.title, "mode": "insensitive"}}, [5]),
        ({"body": {"ends_with": fields.title, "mode": "insensitive"}}, [5]),
        ({"title": {"starts_with": fields.body}}, []),
        ({"title": {"equals": fields.body, "mode": "insensitive"}}, []),
        ({"title": {"in": fields.labels}}, [5]),
        ({"title": {"not_in": fields.labels}}, [1, 3, 4]),
        ({"labels": {"has": fields.title}}, [5]),
        ({"labels": {"has_every": fields.labels}}, [1, 3, 4, 5]),
        ({"author_id": {"lt": fields.reviewer_id}}, [1]),
        (
            {"comments": {"some": {"user_id": {"gt": db.comment.fields.post_id}}}},
            [1, 2],
        ),
    ]
    db.post.create(
        {
            "title": "five_%",
            "body": "TAKE FIVE_%",
            "author_id": 4,
            "labels": ["five_%"],
            "views": 2,
            "likes": 8,
        }
    )
    for where, found in cases:
        assert ids(db.post.find_many(where)) == found, where


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ({"views": {"gt": ("Post", "title")}}, "their types differ"),
        ({"views": {"gt": ("Comment", "post_id")}}, "is no field of Post"),
        ({"views": {"in": ("Post", "likes")}}, "their types differ"),
        ({"labels": {"has": ("Post", "views")}}, "their types differ"),
    ],
)
def test_fields_that_are_not_comparable(db: Client, where: Any, message: str) -> None:
    ((name, filters),) = where.items()
    ((operator, (model, field)),) = filters.items()
    ref = getattr(getattr(db, model.lower()).fields, field)
    with pytest.raises(InvalidQueryError, match=message) as caught:
        db.post.find_many({name: {operator: ref}})
    assert str(caught.value).startswith(f"where.{name}.{operator}: ")


def test_the_fields_of_a_model(db: Client) -> None:
    with pytest.raises(AttributeError, match="Post has no field 'nme'"):
        db.post.fields.nme  # noqa: B018


def test_search(db: Client) -> None:
    cases: list[tuple[Any, list[int]]] = [
        ({"body": {"search": "cat & sat"}}, [1]),
        ({"body": {"search": "cat | fish"}}, [1, 3, 4]),
        ({"body": {"search": "!cat"}}, [2, 4]),
        ({"NOT": {"body": {"search": "cat"}}}, [2, 4]),
        ({"body": {"not": {"search": "cat"}}}, [2, 4]),
        # One query of several fields looks in all of them together.
        ({"title": {"search": "three & cat"}, "body": {"search": "three & cat"}}, [3]),
        ({"OR": [{"title": {"search": "cat"}}, {"body": {"search": "cat"}}]}, [1, 3]),
        (
            {"OR": [{"title": {"search": "two"}}, {"body": {"search": "fish"}}]},
            [2, 4],
        ),
    ]
    for where, found in cases:
        assert ids(db.post.find_many(where)) == found, where


def test_case(db: Client) -> None:
    insensitive = {"mode": "insensitive"}
    cases: list[tuple[Any, list[int]]] = [
        ({"equals": "ADA", **insensitive}, [1]),
        ({"not": "ADA", **insensitive}, [2, 4]),
        ({"in": ["ADA", "bob"], **insensitive}, [1, 2]),
        ({"not_in": ["ADA"], **insensitive}, [2, 4]),
        ({"gt": "ADA", **insensitive}, [2, 4]),
        ({"contains": "D", **insensitive}, [1, 4]),
        ({"startswith": "a", **insensitive}, [1]),
        ({"endswith": "I", **insensitive}, [4]),
        ({"not": {"contains": "D"}, **insensitive}, [2]),
        ({"not": {"contains": "d", "starts_with": "B"}}, [4]),
        ({"equals": "ADA", "mode": "default"}, []),
        ({"equals": None, **insensitive}, [3]),
        ({"not": None, **insensitive}, [1, 2, 4]),
    ]
    for where, found in cases:
        assert ids(db.user.find_many({"name": where})) == found, where


def test_lists(db: Client) -> None:
    cases: list[tuple[Any, list[int]]] = [
        (["a", "b"], [1]),
        ({"equals": ["b"]}, [3]),
        ({"equals": None}, [2]),
        ({"has": "b"}, [1, 3]),
        ({"has_every": ["a", "b"]}, [1]),
        ({"has_every": []}, [1, 3, 4]),
        ({"has_some": ["a", "q"]}, [1]),
        ({"has_some": []}, []),
        ({"is_empty": True}, [4]),
        ({"is_empty": False}, [1, 3]),
    ]
    for where, found in cases:
        assert ids(db.post.find_many({"labels": where})) == found, where
