"""Counts, sums and groups."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from blog import fill
from org_db_client import Client, InvalidQueryError, enums


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


def test_count(db: Client) -> None:
    assert db.post.count() == 4
    assert db.post.count(take=2) == 2
    assert db.post.count(take=2, skip=3) == 1
    assert db.post.count({"author": {"name": "Ada"}}) == 2
    assert db.post.count({"author": {"name": "Ada"}}, skip=1) == 1
    assert db.post.count(select={}) == {"_all": 4}
    assert db.post.count(select={"body": True}) == {"body": 3}
    assert db.post.count(select={"_all": True, "body": True}) == {"_all": 4, "body": 3}
    counted = db.post.count(select=["_all", "body"], take=2, order_by={"id": "asc"})
    assert counted == {"_all": 2, "body": 1}


def test_aggregate(db: Client) -> None:
    found = db.post.aggregate(
        count={"_all": True, "body": True, "labels": True},
        sum={"views": True, "price": True},
        avg=["views", "price"],
        min={"title": True, "created_at": True, "price": True},
        max={"views": True, "published": False},
    )
    assert found == {
        "_count": {"_all": 4, "body": 3, "labels": 3},
        "_sum": {"views": 17, "price": Decimal(8)},
        "_avg": {"views": 4.25, "price": pytest.approx(Decimal(8) / 3)},
        "_min": {
            "title": "four",
            "created_at": datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
            "price": Decimal("1.5"),
        },
        "_max": {"views": 9},
    }
    assert type(found["_sum"]["views"]) is int
    assert db.user.aggregate(max={"role": True}) == {"_max": {"role": enums.Role.ADMIN}}
    tags = db.tag.aggregate(min=["id"])
    assert str(tags["_min"]["id"]).endswith("0001")


def test_aggregate_of_a_part(db: Client) -> None:
    best: Any = {"order_by": {"views": "desc"}, "take": 2}
    assert db.post.aggregate(sum=["views"], **best) == {"_sum": {"views": 14}}
    assert db.post.aggregate({"id": 99}, sum=["views"], count=True) == {
        "_count": {"_all": 0},
        "_sum": {"views": None},
    }
    from_two = db.post.aggregate(avg=["views"], cursor={"id": 2}, take=2)
    assert from_two == {"_avg": {"views": 1.5}}
    assert db.post.aggregate({"tags": {"some": {}}}, max=["id"]) == {"_max": {"id": 3}}


GROUPS: list[tuple[Any, list[dict[str, Any]]]] = [
    (
        {"by": ["published"], "count": True, "order_by": {"published": "asc"}},
        [
            {"published": False, "_count": {"_all": 2}},
            {"published": True, "_count": {"_all": 2}},
        ],
    ),
    (
        {
            "by": ["published", "author_id"],
            "where": {"views": {"gt": 0}},
            "avg": {"views": True},
            "order_by": [{"_sum": {"views": "desc"}}, {"author_id": "asc"}],
            "take": 2,
            "skip": 1,
        },
        [
            {"published": True, "author_id": 1, "_avg": {"views": 5.0}},
            {"published": False, "author_id": 1, "_avg": {"views": 3.0}},
        ],
    ),
    (
        {
            "by": "author_id",
            "having": {"views": {"_avg": {"gt": 3}}},
            "order": {"author_id": "asc"},
            "sum": ["views"],
        },
        [
            {"author_id": 1, "_sum": {"views": 8}},
            {"author_id": 3, "_sum": {"views": 9}},
        ],
    ),
    (
        {
            "by": ["author_id"],
            "having": {
                "OR": [{"author_id": 1}, {"views": {"_max": {"gte": 9}}}],
                "NOT": {"views": {"_count": 1}},
            },
        },
        [{"author_id": 1}],
    ),
    (
        {"by": ["author_id"], "having": {"author_id": 1, "views": {"_sum": 8}}},
        [{"author_id": 1}],
    ),
    (
        {"by": ["author_id"], "having": {"title": {"_max": {"starts_with": "th"}}}},
        [{"author_id": 2}],
    ),
    (
        {"by": ["author_id"], "order_by": {"author_id": "desc"}, "take": -1},
        [{"author_id": 1}],
    ),
    (
        {
            "by": ["author_id"],
            "order_by": [{"_count": {"id": "desc"}}, {"author_id": "desc"}],
            "max": ["title"],
        },
        [
            {"author_id": 1, "_max": {"title": "two"}},
            {"author_id": 3, "_max": {"title": "four"}},
            {"author_id": 2, "_max": {"title": "three"}},
        ],
    ),
    (
        {
            "by": ["published"],
            "order_by": {"_min": {"price": {"sort": "asc", "nulls": "first"}}},
            "where": {"price": {"not": 1}},
        },
        [{"published": True}, {"published": False}],
    ),
    (
        {
            "by": ["labels"],
            "order_by": {"labels": "asc"},
            "having": {"labels": {"has": "b"}},
        },
        [{"labels": ["a", "b"]}, {"labels": ["b"]}],
    ),
    (
        {"by": ["meta"], "where": {"meta": {"not": None}}, "order_by": {"meta": "asc"}},
        [
            {"meta": None},
            {"meta": [1, 2]},
            {"meta": {"a": [1, 2, 3], "s": "Hello", "n": 5}},
        ],
    ),
]


def test_group_by(db: Client) -> None:
    for wanted, groups in GROUPS:
        assert db.post.group_by(**wanted) == groups, wanted
    by_role = db.user.group_by(["role"], order_by={"_count": "asc"}, count=["name"])
    assert by_role == [
        {"role": enums.Role.ADMIN, "_count": {"name": 1}},
        {"role": enums.Role.MEMBER, "_count": {"name": 2}},
    ]


WRONG: list[tuple[str, Any, str]] = [
    ("aggregate", {}, "Say what is counted"),
    ("aggregate", {"sum": ["title"]}, r"sum: Post has no 'title' .*Allowed: id, views"),
    ("aggregate", {"min": ["meta"]}, "min: Post has no 'meta'"),
    ("aggregate", {"max": ["published"]}, "max: Post has no 'published'"),
    ("aggregate", {"count": ["nme"]}, "count: Post has no 'nme' .*_all"),
    ("aggregate", {"sum": 1}, "sum: Takes fields"),
    ("group_by", {"by": []}, "by: Takes one field"),
    ("group_by", {"by": ["nme"]}, "by: Post has no 'nme'"),
    (
        "group_by",
        {"by": ["id"], "take": 1},
        "'order' which is required when 'take'",
    ),
    (
        "group_by",
        {"by": ["id"], "skip": 1},
        "'order' which is required when 'skip'",
    ),
    (
        "group_by",
        {"by": ["id"], "order_by": {"title": "asc"}},
        r"order_by\.title: Every field used for orderBy must .* Missing fields: title",
    ),
    (
        "group_by",
        {"by": ["id"], "having": {"OR": [{"title": {"gt": "x"}}]}},
        r"having\.OR\.0\.title: Input error. Every field used in `having` .* Missing fields: title",
    ),
    (
        "group_by",
        {"by": ["id"], "having": {"views": {"_avg": {"like": 1}}}},
        r"having\.views\._avg\.like: _avg of views has no filter 'like'",
    ),
    (
        "group_by",
        {"by": ["id"], "having": {"title": {"_sum": 1}}},
        r"having\.title\._sum: Post has no 'title' for _sum",
    ),
    (
        "group_by",
        {"by": ["title"], "having": {"views": {"_sum": {"gt": "x"}}}},
        r"having\.views\._sum\.gt: Post\.views takes a Decimal",
    ),
    (
        "group_by",
        {"by": ["title"], "having": {"body": {"_count": "x"}}},
        r"having\.body\._count: Post\.body takes a whole number",
    ),
    ("count", {"select": ["nme"]}, "count: Post has no 'nme'"),
]


def test_an_error_says_where_it_is(db: Client) -> None:
    for method, options, message in WRONG:
        with pytest.raises(InvalidQueryError, match=message):
            getattr(db.post, method)(**options)


def test_a_missing_argument_is_a_type_error_too(db: Client) -> None:
    with pytest.raises(TypeError):
        db.post.group_by(["id"], take=1)
