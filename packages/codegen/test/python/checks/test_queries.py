"""Reads, writes, conditions and order."""

from typing import Any

import pytest
from org_db_client import (
    Client,
    InvalidQueryError,
    InvalidValueError,
    NotFoundError,
    enums,
    models,
)


def titles(rows: list[models.Review]) -> list[str]:
    return [row.title for row in rows]


@pytest.fixture
def reviews(db: Client, author: models.Author) -> None:
    data: Any = [
        {"title": "100% good", "rating": 5, "score": 0.5, "tags": ["a", "b"]},
        {"title": "Good_one", "rating": 4, "score": None, "tags": ["b"]},
        {"title": "goodXone", "rating": 3, "status": "inReview"},
        {"title": "bad", "rating": 1, "score": 9.0, "status": "published"},
    ]
    made = db.review.create_many([{**row, "author_id": author.id} for row in data])
    assert made == 4


@pytest.mark.usefixtures("reviews")
@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, [1, 2, 3, 4]),
        ({"id": 2}, [2]),
        ({"rating": {"gte": 4}}, [1, 2]),
        ({"rating": {"gt": 3, "lt": 5}}, [2]),
        ({"rating": {"lte": 3}}, [3, 4]),
        ({"rating": {"in": [1, 5]}}, [1, 4]),
        ({"rating": {"in": []}}, []),
        ({"rating": {"not_in": [1, 5]}}, [2, 3]),
        ({"rating": {"not": 5}}, [2, 3, 4]),
        ({"rating": {"not": {"in": [5, 4]}}}, [3, 4]),
        ({"score": None}, [2, 3]),
        ({"score": {"not": None}}, [1, 4]),
        ({"score": {"equals": 0.5}}, [1]),
        ({"title": {"contains": "0%"}}, [1]),
        ({"title": {"contains": "d_o"}}, [2]),
        ({"title": {"contains": "good"}}, [1, 3]),
        ({"title": {"contains": "GOOD", "mode": "insensitive"}}, [1, 2, 3]),
        ({"title": {"starts_with": "good"}}, [3]),
        ({"title": {"ends_with": "one"}}, [2, 3]),
        ({"title": {"equals": "GOODXONE", "mode": "insensitive"}}, [3]),
        ({"title": {"in": ["BAD"], "mode": "insensitive"}}, [4]),
        ({"title": {"not": {"contains": "GOOD"}, "mode": "insensitive"}}, [4]),
        ({"status": enums.ReviewStatus.IN_REVIEW}, [3]),
        ({"status": {"in": ["draft", "published"]}}, [1, 2, 4]),
        ({"tags": {"has": "b"}}, [1, 2]),
        ({"tags": {"has_every": ["a", "b"]}}, [1]),
        ({"tags": {"has_some": ["a", "z"]}}, [1]),
        # Nothing was said of their tags: NULL, which is neither empty nor filled.
        ({"tags": {"is_empty": True}}, []),
        ({"tags": {"is_empty": False}}, [1, 2]),
        ({"tags": {"equals": None}}, [3, 4]),
        ({"tags": None}, [3, 4]),
        ({"tags": ["b"]}, [2]),
        ({"OR": [{"id": 1}, {"rating": 1}]}, [1, 4]),
        ({"OR": []}, []),
        ({"AND": []}, [1, 2, 3, 4]),
        ({"AND": [{"rating": {"gte": 4}}, {"score": None}]}, [2]),
        ({"NOT": {"rating": {"gte": 4}}}, [3, 4]),
        ({"NOT": [{"id": 1}, {"id": 2}]}, [3, 4]),
        ({"rating": {"gte": 3}, "OR": [{"id": 3}, {"id": 4}]}, [3]),
    ],
)
def test_where(db: Client, where: Any, found: list[int]) -> None:
    rows = db.review.find_many(where, order_by={"id": "asc"})
    assert [row.id for row in rows] == found
    assert db.review.count(where) == len(found)


@pytest.mark.usefixtures("reviews")
def test_order_take_skip(db: Client) -> None:
    def ids(order_by: Any, **options: int) -> list[int]:
        return [r.id for r in db.review.find_many(order_by=order_by, **options)]  # type: ignore[arg-type]

    assert ids({"rating": "asc"}) == [4, 3, 2, 1]
    nulls_last = {"score": {"sort": "desc", "nulls": "last"}}
    assert ids([nulls_last, {"id": "desc"}]) == [4, 1, 3, 2]
    nulls_first = {"score": {"sort": "asc", "nulls": "first"}}
    assert ids([nulls_first, {"id": "asc"}]) == [2, 3, 1, 4]
    assert ids({"id": "asc"}, take=2, skip=1) == [2, 3]
    assert ids({"id": "asc"}, take=0) == []
    first = db.review.find_first(order_by={"id": "desc"}, skip=1)
    assert first is not None
    assert first.id == 3
    assert db.review.find_first({"id": 99}) is None


def test_find_unique(db: Client, author: models.Author) -> None:
    assert db.author.find_unique({"id": author.id}) == author
    assert db.author.find_unique({"email": author.email}) == author
    assert db.author.find_unique({"first_name": "Ada", "last_name": "L"}) == author
    assert db.author.find_unique({"id": 99}) is None
    with pytest.raises(NotFoundError, match="No Author was found by its id"):
        db.author.find_unique_or_raise({"id": 99})


def test_update(db: Client, author: models.Author) -> None:
    changed = db.author.update({"id": author.id}, {"first_name": "Grace"})
    assert changed is not None
    assert changed.first_name == "Grace"
    assert changed.updated_at > author.updated_at
    assert changed.created_at == author.created_at
    assert db.author.update({"id": 99}, {"first_name": "x"}) is None
    assert db.review.update({"id": 99}, {}) is None
    review = db.review.create({"title": "t", "rating": 2, "author_id": author.id})
    for operation, result in (
        ({"increment": 3}, 5),
        ({"decrement": 1}, 4),
        ({"divide": 2}, 2),
        ({"multiply": 2}, 4),
        ({"set": 1}, 1),
    ):
        updated = db.review.update({"id": review.id}, {"rating": operation})  # type: ignore[typeddict-item]
        assert updated is not None
        assert updated.rating == result


@pytest.mark.usefixtures("reviews")
def test_many(db: Client) -> None:
    assert db.review.update_many({"rating": {"lt": 4}}, data={"score": 1.0}) == 2
    assert db.review.update_many({"rating": 1}, data={}) == 1
    assert db.review.count({"score": 1.0}) == 2
    gone = db.review.delete({"id": 1})
    assert gone is not None
    assert gone.title == "100% good"
    assert db.review.delete({"id": 1}) is None
    assert db.review.delete_many({"rating": 4}) == 1
    assert db.review.delete_many() == 2


def test_create_many(db: Client) -> None:
    row: Any = {"email": "a", "first_name": "x"}
    assert db.author.create_many([]) == 0
    assert db.author.create_many([row, {**row, "email": "b", "last_name": "y"}]) == 2
    assert (
        db.author.create_many([row, {**row, "email": "c"}], skip_duplicates=True) == 1
    )
    many: Any = [{"email": str(n), "first_name": "x"} for n in range(20_000)]
    assert db.author.create_many(many) == 20_000
    broken: Any = [{**r, "email": f"z{r['email']}"} for r in many]
    broken[-1] = row
    with pytest.raises(Exception, match="email"):
        db.author.create_many(broken)
    assert db.author.count() == 20_003


def test_upsert(db: Client, author: models.Author) -> None:
    create: Any = {"email": author.email, "first_name": "N"}
    updated = db.author.upsert(
        {"email": author.email}, create=create, update={"first_name": "U"}
    )
    assert (updated.id, updated.first_name) == (author.id, "U")
    kept = db.author.upsert({"email": author.email}, create=create, update={})
    assert (kept.id, kept.first_name) == (author.id, "U")
    made = db.author.upsert(
        {"email": "new"}, create={"email": "new", "first_name": "N"}, update={}
    )
    assert made.id != author.id
    # The key is not among the new row's values: two statements.
    by_id = db.author.upsert(
        {"id": 999}, create={"email": "third", "first_name": "T"}, update={}
    )
    assert by_id.email == "third"
    again = db.author.upsert(
        {"id": by_id.id}, create=create, update={"last_name": "again"}
    )
    assert (again.id, again.last_name) == (by_id.id, "again")
    review: Any = {"title": "t", "rating": 1, "author_id": author.id, "slug": "s"}
    for rating in (1, 2):
        row = db.review.upsert(
            {"slug": "s"}, create=review, update={"rating": {"increment": 1}}
        )
        assert row.rating == rating


def test_odd_names(db: Client) -> None:
    made = db.transaction_.create({"class_": "c", "list": [1, 2]})
    assert made == models.Transaction("c", [1, 2], None, False, 1, 2, 3, "m", "s")
    assert db.transaction_.find_unique({"class_": "c"}) == made
    changed = db.transaction_.update({"class_": "c"}, {"items": {"increment": 4}})
    assert changed is not None
    assert changed.items == 5
    key: Any = {"tenant_id": 1, "user_id": "u"}
    member = db.membership.upsert(key, create=key, update={})
    assert db.membership.find_many({"user_id": {"starts_with": "u"}}) == [member]
    assert db.membership.delete(key) == member


def test_views_and_tables_that_sql_fills(db: Client, author: models.Author) -> None:
    db.review.create({"title": "t", "rating": 3, "author_id": author.id})
    rating = db.rating_by_author.find_unique({"author_id": author.id})
    assert rating == models.RatingByAuthor(author.id, 3.0, 1)
    assert db.total.find_first_or_raise().reviews == 1
    assert not hasattr(db.total, "create")
    db.execute_raw("INSERT INTO \"Shape\" VALUES (1, 'x', '((0,0),(1,1))', 'secret')")
    assert db.shape.find_many() == [models.Shape(1, "x")]
    assert db.shape.update({"id": 1}, {"name": "y"}) == models.Shape(1, "y")
    assert not hasattr(db.shape, "create")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda db: db.review.find_many({"x; DROP": 1}), "Allowed: id, title, rating"),
        (lambda db: db.review.find_many({"title": {"like": "x"}}), "starts_with"),
        (lambda db: db.review.find_many(order_by={"x": "asc"}), "for order_by"),
        (lambda db: db.review.find_many(order_by={"id": "asc; --"}), "'asc', 'desc'"),
        (lambda db: db.review.find_many(skip=-1), "negative"),
        (lambda db: db.review.find_unique({"title": "x"}), r"\{id\} or \{slug\}"),
        (
            lambda db: db.review.find_unique({"id": None}),
            r"where\.id: Review\.id takes",
        ),
        (lambda db: db.review.create({"nope": 1}), "for create"),
        (lambda db: db.review.update({"id": 1}, {"nope": 1}), "for update"),
        (
            lambda db: db.review.update({"id": 1}, {"title": {"increment": 1}}),
            "a value or exactly one of set;",
        ),
        (lambda db: db.review.find_many({"rating": {"in": [1, None]}}), "got None"),
        (lambda db: db.review.find_many({"title": {"in": "abc"}}), "a list of values"),
        (lambda db: db.review.find_many({"rating": {"gt": None}}), "got None"),
        (lambda db: db.review.find_many({"title": {"mode": "x"}}), "'insensitive'"),
        (lambda db: db.transaction(isolation="x; --").__enter__(), "serializable"),
    ],
)
def test_what_the_schema_does_not_have(db: Client, call: Any, message: str) -> None:
    with pytest.raises(InvalidQueryError, match=message):
        call(db)


@pytest.mark.usefixtures("reviews")
def test_what_was_kept_of_conditions_of_the_same_names(db: Client) -> None:
    fields = db.review.fields

    def found(**where: Any) -> list[int]:
        return [row.id for row in db.review.find_many(where, order_by={"id": "asc"})]

    # Each pair has the same names: the second one has more in it than a value.
    assert found(score=0.5) == [1]
    assert found(score=None) == [2, 3]
    assert found(score={"equals": 9.0}) == [4]
    assert found(score={"equals": None}) == [2, 3]
    assert found(rating={"gte": 4}) == [1, 2]
    assert found(rating={"gte": 10**30}) == []
    assert found(rating={"lte": fields.id}) == [3, 4]
    assert found(rating={"lt": 4}, title={"contains": "one"}) == [3]
    with pytest.raises(InvalidValueError, match="where.title.contains: .*takes a str"):
        found(rating={"lt": 4}, title={"contains": 1})
    assert found(rating={"lt": 4}, title={"contains": "one"}) == [3]
    with pytest.raises(InvalidQueryError, match="no filter 'like'"):
        found(title={"like": "one"})
    with pytest.raises(InvalidQueryError, match="no filter 'like'"):
        found(title={"like": "one"})
