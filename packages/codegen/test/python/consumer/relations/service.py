"""A service over relations: every line must satisfy the strictest checkers."""

import datetime
import decimal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict, assert_type

from org_db_client import (
    AsyncClient,
    Client,
    Transaction,
    enums,
    inputs,
    models,
    nested,
    results,
)
from org_db_client.actions import PostActions


@dataclass
class Heading:
    id: int
    title: str


@dataclass
class Bylined:
    title: str
    author: models.User


class Address(TypedDict):
    email: str
    name: str | None


def show(post: models.Post) -> str:
    """Takes a post whatever is loaded with it."""
    return f"{post.id}: {post.title}"


def signature(post: models.Post[models.User]) -> str:
    """Takes a post whose author is loaded."""
    return f"{show(post)}, by {post.author.name or post.author.email}"


def front_page(db: Client | Transaction) -> list[str]:
    posts = db.post.find_many(
        {
            "published": True,
            "author": {"is": {"name": {"not": None}}},
            "comments": {"some": {"text": {"contains": "x"}}, "none": {"user": None}},
            "OR": [
                {"reviewer": None},
                {"reviewer": {"is_not": {"posts": {"every": {"published": True}}}}},
                {"author": {"posts": {"some": {"tags": {"some": {"name": "x"}}}}}},
            ],
        },
        order_by=[{"author": {"name": "asc"}}, {"comments": {"_count": "desc"}}],
        take=10,
        author=db.user.one(profile=db.profile.maybe()),
        comments=db.comment.many({"parent": None}, take=5, user=db.user.maybe()),
        counts={"comments": True, "tags": {"name": "x"}},
    )
    for post in posts:
        assert_type(post.author.email, str)
        assert_type(post.author.profile, models.Profile | None)
        assert_type(post.comments[0].user, models.User | None)
        assert_type(post.comments[0].post, object)
        assert_type(post.reviewer, object)
        assert_type(post.counts["comments"], int)
    return [signature(post) for post in posts]


def read(posts: PostActions, db: Client) -> None:
    first = posts.find_first()
    assert_type(first, models.Post | None)
    if first is not None:
        assert_type(first.author, object)
        show(first)
    loading = db.user.one(posts=db.post.many(order_by={"id": "desc"}))
    deep = posts.find_unique_or_raise({"author_id": 1, "title": "x"}, author=loading)
    assert_type(deep.author.posts, list[models.Post])
    assert_type(posts.find_many(into=Heading), list[Heading])
    assert_type(db.user.find_first({"id": 1}, into=Address), Address | None)
    assert_type(posts.find_many(select=("id", "title")), list[dict[str, Any]])
    bylined = posts.find_many({"id": 1}, into=Bylined, author=db.user.one(), take=3)
    assert_type(bylined, list[Bylined])
    included = posts.find_unique({"id": 1}, into=Bylined, include={"author": True})
    assert_type(included, Bylined | None)
    locked = db.user.find_unique({"id": 1}, for_update=True, posts=db.post.many())
    assert_type(
        locked,
        models.User[object, object, object, object, object, list[models.Post]] | None,
    )
    posts.find_many(distinct=["title", "author_id"], cursor={"id": 3}, take=-5)
    posts.find_many(
        include={"author": True, "comments": {"take": 3, "include": {"user": True}}}
    )


def write(db: Client | Transaction) -> None:
    by_key = db.post.create({"title": "x", "author_id": 1})
    assert_type(by_key, models.Post)
    new: inputs.PostCreate = {"title": "x", "author_id": 1}
    db.post.create(new)
    db.post.create_many([new, new], skip_duplicates=True)
    post = db.post.create(
        {
            "title": "x",
            "author": {
                "connect_or_create": {
                    "where": {"email": "a@b.c"},
                    "create": {"email": "a@b.c", "profile": {"create": {"bio": "x"}}},
                }
            },
            "comments": {"create": [{"text": "x"}], "connect": {"id": 1}},
            "tags": {"create": [{"name": "x"}], "connect": [{"name": "y"}]},
        },
        author=db.user.one(),
        tags=db.tag.many(),
    )
    assert_type(post.author.email, str)
    assert_type(post.tags, list[models.Tag])
    author = db.user.one()
    changed = db.post.update({"id": 1}, {"title": "x"}, into=Bylined, author=author)
    assert_type(changed, Bylined | None)
    db.user.create(
        {
            "email": "x",
            "posts": {
                "create": {"title": "x", "comments": {"create": [{"text": "x"}]}},
                "create_many": {"data": [{"title": "x"}], "skip_duplicates": True},
            },
            "memberships": {
                "create": {"organization": {"connect": {"country": "x", "number": 1}}}
            },
        }
    )
    db.membership.create({"user_id": 1, "country": "x", "number": 1})
    db.membership.create(
        {"user_id": 1, "organization": {"connect": {"country": "x", "number": 1}}}
    )
    db.membership.create({"user": {"connect": {"id": 1}}, "country": "x", "number": 1})


def change(db: Client | Transaction) -> None:
    user = db.user.update(
        {"id": 1},
        {
            "name": "x",
            "inviter": {"disconnect": True},
            "profile": {"upsert": {"create": {"bio": "x"}, "update": {"bio": "y"}}},
            "invited": {"set": [{"id": 2}, {"email": "x"}]},
            "posts": {
                "update": {"where": {"id": 1}, "data": {"views": {"increment": 1}}},
                "update_many": [{"where": {"views": 0}, "data": {"published": False}}],
                "upsert": {
                    "where": {"id": 2},
                    "create": {"title": "x"},
                    "update": {"comments": {"delete_many": {"text": "x"}}},
                },
                "delete": [{"id": 3}],
                "disconnect": {"id": 4},
            },
        },
        posts=db.post.many(),
    )
    if user is not None:
        assert_type(user.posts, list[models.Post])
    db.profile.update({"id": 1}, {"user": {"update": {"name": "x"}}})
    db.profile.update(
        {"id": 1}, {"user": {"update": {"where": {"id": 1}, "data": {"name": "x"}}}}
    )
    db.post.update({"id": 1}, {"reviewer": {"delete": {"name": "x"}}})
    values: inputs.PostUpdate = {"title": "x"}
    db.post.update({"id": 1}, values)
    assert_type(db.post.update_many({"author": {"id": 1}}, data=values), int)
    gone = db.post.delete({"id": 1}, author=db.user.one())
    assert_type(gone, models.Post[models.User] | None)
    kept = db.post.upsert(
        {"id": 1}, create=new_post(), update={"title": "x"}, author=db.user.one()
    )
    signature(kept)


def new_post() -> nested.PostCreateByAuthor:
    return {"title": "x", "author": {"create": {"email": "x"}}}


async def asynchronous(db: AsyncClient) -> None:
    posts = await db.post.find_many(
        {"author": {"email": "x"}}, author=db.user.one(), comments=db.comment.many()
    )
    assert_type(posts[0].author, models.User)
    assert_type(posts[0].comments, list[models.Comment])
    async with db.transaction() as tx:
        created = await tx.post.create(new_post(), author=db.user.one())
        assert_type(created, models.Post[models.User])
        assert_type(await tx.post.find_first(into=Heading), Heading | None)


def conditions(db: Client, numbers: set[int]) -> None:
    fields = db.post.fields
    db.post.find_many({"views": fields.likes, "title": {"contains": fields.body}})
    db.post.find_many({"views": {"gt": fields.likes}, "labels": {"has": fields.title}})
    db.post.find_many({"title": {"in": fields.labels, "not": {"search": "a & b"}}})
    db.post.find_many({"id": {"in": numbers}, "views": {"not_in": (n for n in [1])}})
    db.post.find_many({"meta": {"path": ["a", 0], "gte": 1, "not": None}})
    where: inputs.PostWhere = {"meta": {"string_contains": "x", "mode": "insensitive"}}
    db.post.count({"AND": [where, {"meta": {"path": ["a"], "array_contains": [1]}}]})


def numbers(db: Client) -> None:
    assert_type(db.post.count({"author": {"name": "x"}}, take=3), int)
    counted = db.post.count(select={"_all": True, "body": True})
    assert_type(counted, dict[str, int])
    made = db.post.aggregate(
        {"published": True},
        count=True,
        sum={"views": True},
        avg=["price"],
        max=["title"],
    )
    assert_type(made["_count"]["_all"], int)
    assert_type(made["_sum"]["views"], int | None)
    assert_type(made["_avg"]["price"], decimal.Decimal | None)
    assert_type(made["_avg"]["likes"], float | None)
    assert_type(made["_max"]["title"], str | None)
    groups = db.post.group_by(
        ["author_id", "published"],
        where={"author": {"name": "x"}},
        having={"views": {"_sum": {"gt": 3}}},
        order_by=[{"_sum": {"views": "desc"}}, {"author_id": "asc"}],
        sum={"views": True},
    )
    db.post.group_by(
        "title",
        having={
            "OR": [{"title": {"starts_with": "x"}}, {"price": {"_avg": {"gt": 2}}}],
            "NOT": {"views": {"_avg": 1.5, "_count": {"in": [1, 2]}, "_min": None}},
            "author_id": 3,
            "meta": {"_count": 1},
            "labels": {"_count": {"gte": 1}},
            "reviewer_id": {"not": None, "_max": {"lt": 9}},
        },
    )
    assert_type(groups[0]["author_id"], int)
    assert_type(groups[0]["_sum"]["views"], int | None)
    db.post.group_by("author_id", count={"_all": True})
    assert_type(db.post.pluck("title", {"published": True}, take=3), list[str])
    assert_type(db.post.pluck("body"), list[str | None])
    assert_type(db.post.pluck("created_at"), list[datetime.datetime])
    assert_type(db.post.pluck("labels", order_by={"id": "asc"}), list[list[str]])
    assert_type(db.user.pluck("role"), list[enums.Role])


def many(db: Client, rows: Iterator[inputs.PostCreate]) -> None:
    assert_type(db.post.copy_in(rows), int)
    db.post.upsert_many([{"title": "x", "author_id": 1}], on=["author_id", "title"])
    created = db.post.create_many_and_return(
        [{"title": "x", "author_id": 1}], author=db.user.one()
    )
    assert_type(created, list[models.Post[models.User]])
    changed = db.post.update_many_and_return(data={"title": "x"})
    assert_type(changed, list[models.Post])
    for post in db.post.stream(
        {"published": True}, batch_size=10, author=db.user.one()
    ):
        assert_type(post.author.email, str)
    db.post.upsert(
        {"id": 1},
        data={"create": {"title": "x", "author_id": 1}, "update": {"title": "y"}},
    )
    db.post.find_many(order={"title": "asc"}, select={"id": True})
    assert_type(db.post.find_many(order={"title": "asc"}), list[models.Post])
    assert_type(db.tag.find_first(order={"name": "asc"}), models.Tag | None)


async def streamed(db: AsyncClient) -> None:
    async for post in db.post.stream(author=db.user.one()):
        assert_type(post.author.email, str)
    assert_type(await db.post.group_by("title"), list[results.PostGroup])
    assert_type(await db.post.pluck("price"), list[decimal.Decimal | None])


async def together(db: Client, later: AsyncClient) -> None:
    with db.batch() as batch:
        user = batch.user.create({"email": "x"})
        posts = batch.post.find_many({"published": True}, author=db.user.one())
    assert_type(user.result, models.User)
    assert_type(posts.result[0].author.email, str)
    async with later.batch() as batch:
        count = batch.post.count()
    assert_type(count.result, int)
