"""A service as a user would write it: every line must satisfy the strictest checkers."""

import datetime
import decimal
import uuid
from typing import Literal, assert_type

from org_db_client import (
    JSON_NULL,
    AsyncClient,
    Client,
    Compatibility,
    Json,
    Transaction,
    UniqueViolationError,
    enums,
    inputs,
    models,
    schema_version,
)

VERSION: str = schema_version


def read(db: Client) -> list[models.Review]:
    review = db.review.find_unique({"id": 1})
    assert_type(review, models.Review | None)
    if review is not None:
        assert_type(review.title, str)
        assert_type(review.score, float | None)
        assert_type(review.status, enums.ReviewStatus)
        assert_type(review.tags, list[str])
    assert_type(db.author.find_unique({"email": "a@b.c"}), models.Author | None)
    assert_type(
        db.author.find_unique_or_raise({"first_name": "a", "last_name": "b"}),
        models.Author,
    )
    assert_type(db.rating_by_author.find_many(), list[models.RatingByAuthor])
    assert_type(db.total.find_first(), models.Total | None)
    assert_type(db.review.count({"rating": {"gte": 4}}), int)
    where: inputs.ReviewWhere = {
        "rating": {"gte": 4, "lt": 6, "not": {"in": [1, 2]}},
        "title": {"contains": "x", "mode": "insensitive"},
        "score": None,
        "tags": {"has_some": ["a", "b"]},
        "status": {"in": [enums.ReviewStatus.DRAFT]},
        "OR": [{"id": 1}, {"NOT": {"id": 2}}],
    }
    return db.review.find_many(
        where=where,
        order_by=[{"score": {"sort": "desc", "nulls": "last"}}, {"id": "asc"}],
        take=10,
        skip=5,
    )


def write(db: Client | Transaction) -> None:
    created = db.review.create({"title": "x", "rating": 5, "author_id": 1})
    assert_type(created, models.Review)
    assert_type(
        db.review.create_many(
            data=[{"title": "x", "rating": 5, "author_id": 1, "tags": ["a"]}],
            skip_duplicates=True,
        ),
        int,
    )
    assert_type(
        db.review.update({"id": 1}, {"rating": {"increment": 1}, "score": None}),
        models.Review | None,
    )
    assert_type(db.review.update_many(data={"tags": {"push": ["x"]}}), int)
    db.membership.upsert(
        {"tenant_id": 1, "user_id": "u"},
        create={"tenant_id": 1, "user_id": "u"},
        update={"role": "owner"},
    )
    db.transaction_.create({"class_": "c", "list": [1], "import_": True})
    db.shape.update({"id": 1}, {"name": "square"})
    db.everything.update(
        {"uuid": uuid.uuid4()},
        {
            "decimal": decimal.Decimal("1.5"),
            "timestamp": datetime.datetime.now(datetime.UTC),
            "date": datetime.datetime.now(datetime.UTC).date(),
            "json": {"a": [1, None, {"b": True}]},
            "jsonb": JSON_NULL,
            "bytes": b"x",
        },
    )


def values(row: models.Everything) -> None:
    assert_type(row.id, uuid.UUID)
    assert_type(row.money, decimal.Decimal | None)
    assert_type(row.json, Json)
    assert_type(row.timetz, datetime.time)
    assert_type(row.dates, list[datetime.date])
    assert_type(row.statuses, list[enums.ReviewStatus])


def in_transaction() -> None:
    with Client("postgresql://", schema="v1") as db, db.transaction() as tx:
        said = db.compatibility()
        if said is not None:
            assert_type(said.answer, Literal["ok", "degraded", "refuse"])
            assert_type(said.missing, tuple[str, ...])
        write(tx)
        with tx.transaction(isolation="serializable") as savepoint:
            try:
                write(savepoint)
            except UniqueViolationError as error:
                assert_type(error.constraint_name, str | None)
        tx.query_raw("SELECT %s", [1])


async def asynchronous() -> None:
    async with AsyncClient("postgresql://", compatibility="off") as db:
        assert_type(db.compatibility(), Compatibility | None)
        assert_type(await db.review.find_many({"id": 1}), list[models.Review])
        assert_type(await db.review.find_unique({"slug": "s"}), models.Review | None)
        async with db.transaction() as tx:
            await tx.review.delete_many()
            assert_type(await tx.execute_raw("DELETE FROM x"), int)
