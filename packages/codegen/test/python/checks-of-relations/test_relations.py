"""The metadata of relations, and rows before anything is loaded."""

import pytest
from org_db_client import Client, NotLoadedError
from org_db_client._tables import TABLES


def relation(table: str, name: str):
    return next(one for one in TABLES[table].relations if one.name == name)


def test_both_sides_of_a_foreign_key_say_what_is_equal() -> None:
    author = relation("Post", "author")
    assert (author.target, author.kind, author.owns) == ("User", "one", True)
    assert (author.local, author.remote, author.inverse) == (
        ("author_id",),
        ("id",),
        "posts",
    )
    posts = relation("User", "posts")
    assert (posts.target, posts.kind, posts.owns) == ("Post", "many", False)
    assert (posts.local, posts.remote, posts.inverse) == (
        ("id",),
        ("author_id",),
        "author",
    )
    assert relation("User", "profile").kind == "maybe"
    assert relation("Membership", "organization").local == ("country", "number")


def test_a_many_to_many_knows_its_table() -> None:
    tags = relation("Post", "tags")
    assert tags.through.db_name == "_PostToTag"
    assert (tags.through.local, tags.through.remote) == ("A", "B")
    friends, friend_of = relation("User", "friends"), relation("User", "friend_of")
    assert {friends.through.local, friend_of.through.local} == {"A", "B"}
    assert friends.inverse == "friend_of"


def test_a_relation_that_was_not_loaded_says_how_to_load_it(db: Client) -> None:
    user = db.user.create({"email": "ada@example.org"})
    with pytest.raises(NotLoadedError, match="posts=True"):
        user.posts  # noqa: B018
    with pytest.raises(AttributeError):
        user.nope  # noqa: B018
    assert not hasattr(user, "posts")
    with db.transaction() as tx:
        assert tx.user.find_unique_or_raise({"id": user.id}) == user
