"""Rows of relations that are written together with a row."""

from typing import Any

import pytest
from both_colours import Blocking
from org_db_client import (
    AsyncClient,
    Client,
    InvalidQueryError,
    NotFoundError,
    RelationViolationError,
    UniqueViolationError,
)

ADA = {"email": "ada@example.org"}
BOB = {"email": "bob@example.org"}


@pytest.fixture
def ada(db: Client) -> Any:
    return db.user.create(ADA)


@pytest.fixture
def bob(db: Client) -> Any:
    return db.user.create(BOB)


@pytest.fixture
def post(db: Client, ada: Any) -> Any:
    return db.post.create({"title": "first", "author_id": ada.id})


def titles(db: Client, **where: Any) -> list[str]:
    return [row.title for row in db.post.find_many(where, order_by={"id": "asc"})]


def tags_of(db: Client, post_id: int) -> list[str]:
    rows = db.query_raw(
        'SELECT t.name FROM tags t JOIN "_PostToTag" j ON j."B" = t.id '
        'WHERE j."A" = %s ORDER BY t.name',
        [post_id],
    )
    return [row["name"] for row in rows]


# --- create -------------------------------------------------------------------------


def test_a_row_with_everything_around_it(db: Client) -> None:
    user = db.user.create(
        {
            **ADA,
            "profile": {"create": {"bio": "b"}},
            "inviter": {
                "create": {"email": "inviter", "profile": {"create": {"bio": "i"}}}
            },
            "invited": {"create": [{"email": "x"}, {"email": "y"}]},
            "posts": {
                "create": [
                    {
                        "title": "one",
                        "tags": {"create": [{"name": "t1"}, {"name": "t2"}]},
                        "comments": {
                            "create": {
                                "text": "c",
                                "user": {"create": {"email": "commenter"}},
                                "replies": {
                                    "create": [
                                        {
                                            "text": "r",
                                            "post": {
                                                "create": {
                                                    "title": "elsewhere",
                                                    "author": {
                                                        "create": {"email": "deep"}
                                                    },
                                                }
                                            },
                                        }
                                    ]
                                },
                            }
                        },
                    },
                    {
                        "title": "two",
                        "tags": {
                            "connect_or_create": [
                                {"where": {"name": "t1"}, "create": {"name": "t1"}},
                                {"where": {"name": "t3"}, "create": {"name": "t3"}},
                            ]
                        },
                    },
                ],
                "create_many": {"data": [{"title": "three"}, {"title": "four"}]},
            },
            "memberships": {
                "create": {
                    "organization": {
                        "create": {"country": "de", "number": 1, "name": "o"}
                    }
                }
            },
        }
    )
    inviter = db.user.find_unique_or_raise({"email": "inviter"})
    assert user.inviter_id == inviter.id
    assert db.profile.find_unique_or_raise({"user_id": inviter.id}).bio == "i"
    assert db.profile.find_unique_or_raise({"user_id": user.id}).bio == "b"
    assert db.user.count({"inviter_id": user.id}) == 2
    assert titles(db, author_id=user.id) == ["one", "two", "three", "four"]
    one, two = db.post.find_many(
        {"title": {"in": ["one", "two"]}}, order_by={"id": "asc"}
    )
    assert tags_of(db, one.id) == ["t1", "t2"]
    assert tags_of(db, two.id) == ["t1", "t3"]
    assert db.tag.count() == 3
    comment = db.comment.find_first_or_raise({"text": "c"})
    commenter = db.user.find_unique_or_raise({"email": "commenter"})
    assert (comment.post_id, comment.user_id) == (one.id, commenter.id)
    reply = db.comment.find_first_or_raise({"text": "r"})
    assert reply.parent_id == comment.id
    assert db.post.find_unique_or_raise({"id": reply.post_id}).title == "elsewhere"
    assert db.membership.find_first_or_raise().user_id == user.id


def test_results_and_rows_keep_their_order(db: Client, ada: Any) -> None:
    data = [
        {
            "title": f"p{n}",
            "comments": {"create": [{"text": f"{n}-{k}"} for k in range(3)]},
        }
        for n in range(40)
    ]
    db.user.update({"id": ada.id}, {"posts": {"create": data}})
    posts = db.post.find_many(order_by={"id": "asc"})
    assert [row.title for row in posts] == [f"p{n}" for n in range(40)]
    of = {row.id: row.title[1:] for row in posts}
    for comment in db.comment.find_many():
        assert comment.text.split("-")[0] == of[comment.post_id]


def test_connect(db: Client, ada: Any, bob: Any, post: Any) -> None:
    made = db.post.create(
        {
            "title": "second",
            "author": {"connect": {"email": ADA["email"]}},
            "reviewer": {"connect": {"id": bob.id}},
        }
    )
    assert (made.author_id, made.reviewer_id) == (ada.id, bob.id)
    carl = db.user.create(
        {
            "email": "carl",
            "posts": {
                "connect": [{"id": post.id}, {"author_id": ada.id, "title": "second"}]
            },
        }
    )
    assert titles(db, author_id=carl.id) == ["first", "second"]
    db.tag.create({"name": "t"})
    again = db.post.update(
        {"id": post.id}, {"tags": {"connect": [{"name": "t"}, {"name": "t"}]}}
    )
    assert again is not None
    assert tags_of(db, post.id) == ["t"]
    db.tag.update({"name": "t"}, {"posts": {"connect": {"id": made.id}}})
    assert tags_of(db, made.id) == ["t"]


def test_a_key_of_two_columns(db: Client) -> None:
    organization = db.organization.create(
        {
            "country": "de",
            "number": 7,
            "name": "seven",
            "units": {"create": [{"id": 1, "label": "a"}, {"id": 2, "label": "b"}]},
        }
    )
    key = {"country": "de", "number": 7}
    assert db.unit.count(key) == 2
    unit = db.unit.create({"id": 3, "label": "c", "organization": {"connect": key}})
    assert (unit.country, unit.number) == ("de", 7)
    gone = db.unit.update({"id": 3}, {"organization": {"disconnect": True}})
    assert gone is not None
    assert (gone.country, gone.number) == (None, None)
    db.organization.update(key, {"units": {"set": [{"id": 3}]}})
    assert [row.id for row in db.unit.find_many(key)] == [3]
    member = db.membership.create(
        {"organization": {"connect": key}, "user": {"create": ADA}}
    )
    assert (member.country, member.number) == ("de", 7)
    changed = db.organization.update(
        key,
        {
            "memberships": {
                "update": {
                    "where": {"country": "de", "number": 7, "user_id": member.user_id},
                    "data": {"user": {"update": {"name": "Ada"}}},
                }
            }
        },
    )
    assert changed == organization
    assert db.user.find_first_or_raise().name == "Ada"


def test_self_relations_of_both_kinds(db: Client, ada: Any, bob: Any) -> None:
    db.user.update(
        {"id": ada.id},
        {"friends": {"connect": {"id": bob.id}, "create": {"email": "carl"}}},
    )
    pairs = db.query_raw('SELECT "A", "B" FROM "_Friends" ORDER BY 1, 2')
    carl = db.user.find_unique_or_raise({"email": "carl"})
    side = {tuple(row.values()) for row in pairs}
    assert side in (
        {(ada.id, bob.id), (ada.id, carl.id)},
        {(bob.id, ada.id), (carl.id, ada.id)},
    )
    db.user.update({"id": bob.id}, {"friend_of": {"disconnect": {"id": ada.id}}})
    assert len(db.query_raw('SELECT 1 FROM "_Friends"')) == 1
    # The row that is returned is the row as it is afterwards.
    looped = db.user.update({"id": ada.id}, {"invited": {"connect": {"id": ada.id}}})
    assert looped is not None
    assert looped.inviter_id == ada.id


def test_connect_or_create_of_an_owner(db: Client, ada: Any) -> None:
    for email, count in ((ADA["email"], 1), ("new", 2), ("new", 2)):
        made = db.post.create(
            {
                "title": f"{email} {db.post.count()}",
                "author": {
                    "connect_or_create": {
                        "where": {"email": email},
                        "create": {"email": email},
                    }
                },
            }
        )
        assert db.user.count() == count
        assert db.user.find_unique_or_raise({"id": made.author_id}).email == email
    moved = db.user.update(
        {"id": ada.id},
        {
            "posts": {
                "connect_or_create": [
                    {"where": {"id": made.id}, "create": {"title": "unused"}},
                    {"where": {"id": 999}, "create": {"title": "made"}},
                ]
            }
        },
    )
    assert moved == ada
    assert titles(db, author_id=ada.id) == ["ada@example.org 0", made.title, "made"]


# --- update -------------------------------------------------------------------------


def test_operations_run_in_the_order_they_are_given(
    db: Client, ada: Any, post: Any
) -> None:
    db.user.update(
        {"id": ada.id}, {"posts": {"delete_many": {}, "create": {"title": "n"}}}
    )
    assert titles(db) == ["n"]
    db.user.update(
        {"id": ada.id}, {"posts": {"create": {"title": "m"}, "delete_many": {}}}
    )
    assert titles(db) == []


def test_updates_of_related_rows(db: Client, ada: Any, bob: Any, post: Any) -> None:
    db.user.update(
        {"id": ada.id},
        {
            "name": "Ada",
            "posts": {
                "update": {
                    "where": {"id": post.id},
                    "data": {
                        "views": {"increment": 2},
                        "comments": {"create": {"text": "c"}},
                    },
                },
                "update_many": {"where": {"views": 2}, "data": {"likes": 5}},
                "upsert": [
                    {
                        "where": {"id": post.id},
                        "create": {"title": "unused"},
                        "update": {
                            "title": "changed",
                            "reviewer": {"connect": {"id": bob.id}},
                        },
                    },
                    {"where": {"id": 0}, "create": {"title": "made"}, "update": {}},
                ],
            },
            "profile": {
                "upsert": {"create": {"bio": "new"}, "update": {"bio": "unused"}}
            },
        },
    )
    row = db.post.find_unique_or_raise({"id": post.id})
    assert (row.views, row.likes, row.title, row.reviewer_id) == (
        2,
        5,
        "changed",
        bob.id,
    )
    assert titles(db, author_id=ada.id) == ["changed", "made"]
    assert db.profile.find_unique_or_raise({"user_id": ada.id}).bio == "new"
    db.user.update(
        {"id": ada.id},
        {"profile": {"upsert": {"create": {"bio": "x"}, "update": {"bio": "u"}}}},
    )
    db.user.update(
        {"id": ada.id},
        {"profile": {"update": {"where": {"bio": "u"}, "data": {"bio": "v"}}}},
    )
    assert [row.bio for row in db.profile.find_many()] == ["v"]


def test_updates_of_what_a_row_points_at(
    db: Client, ada: Any, bob: Any, post: Any
) -> None:
    changed = db.post.update(
        {"id": post.id},
        {
            "title": "t",
            "author": {"update": {"name": "Ada", "profile": {"create": {"bio": "b"}}}},
            "reviewer": {
                "upsert": {"create": {"email": "r"}, "update": {"name": "unused"}}
            },
        },
    )
    assert changed is not None
    reviewer = db.user.find_unique_or_raise({"email": "r"})
    assert (changed.title, changed.reviewer_id, reviewer.name) == (
        "t",
        reviewer.id,
        None,
    )
    assert db.user.find_unique_or_raise({"id": ada.id}).name == "Ada"
    again = db.post.update(
        {"id": post.id},
        {"reviewer": {"upsert": {"create": {"email": "x"}, "update": {"name": "R"}}}},
    )
    assert again == changed
    assert db.user.find_unique_or_raise({"id": reviewer.id}).name == "R"
    moved = db.post.update({"id": post.id}, {"author": {"create": {"email": "n"}}})
    assert moved is not None
    assert moved.author_id not in (ada.id, bob.id)


def test_a_key_that_changes_takes_its_rows_with_it(
    db: Client, ada: Any, post: Any
) -> None:
    changed = db.user.update(
        {"id": ada.id}, {"id": 500, "posts": {"create": {"title": "second"}}}
    )
    assert changed is not None
    assert changed.id == 500
    assert titles(db, author_id=500) == ["first", "second"]
    same = db.post.update({"id": post.id}, {"author": {"update": {"id": 600}}})
    assert same is not None
    assert same.author_id == 600
    key = {"country": "de", "number": 1}
    member = db.membership.create(
        {
            "organization": {"create": {**key, "name": "o"}},
            "user": {"connect": {"id": 600}},
        }
    )
    moved = db.membership.update(
        {**key, "user_id": 600}, {"organization": {"update": {"number": 2}}}
    )
    assert moved is not None
    assert (moved.number, moved.since) == (2, member.since)


def test_disconnect(db: Client, ada: Any, bob: Any, post: Any) -> None:
    db.user.update({"id": bob.id}, {"reviewed": {"connect": {"id": post.id}}})
    # Not connected, or not there at all: nothing to do.
    db.user.update(
        {"id": ada.id}, {"reviewed": {"disconnect": [{"id": post.id}, {"id": 99}]}}
    )
    assert db.post.count({"reviewer_id": bob.id}) == 1
    kept = db.post.update(
        {"id": post.id}, {"reviewer": {"disconnect": {"name": "nobody"}}}
    )
    assert kept is not None
    assert kept.reviewer_id == bob.id
    gone = db.post.update({"id": post.id}, {"reviewer": {"disconnect": True}})
    assert gone is not None
    assert gone.reviewer_id is None
    db.user.update({"id": bob.id}, {"reviewed": {"connect": {"id": post.id}}})
    db.user.update({"id": bob.id}, {"reviewed": {"disconnect": {"id": post.id}}})
    assert db.post.count({"reviewer_id": None}) == 1


def test_set(db: Client, ada: Any, bob: Any, post: Any) -> None:
    for name in "abc":
        db.tag.create({"name": name})
    for names in (["a", "b"], ["b", "c"], [], ["a"]):
        db.post.update({"id": post.id}, {"tags": {"set": [{"name": n} for n in names]}})
        assert tags_of(db, post.id) == names
    other = db.post.create(
        {"title": "other", "author_id": ada.id, "reviewer_id": bob.id}
    )
    db.user.update({"id": bob.id}, {"reviewed": {"set": [{"id": post.id}, {"id": 99}]}})
    assert titles(db, reviewer_id=bob.id) == ["first"]
    # Required: nothing can leave, but more can come.
    every = [{"id": post.id}, {"id": other.id}]
    db.user.update({"id": ada.id}, {"posts": {"set": every}})
    with pytest.raises(RelationViolationError, match=r"data\.posts\.set.*author_id"):
        db.user.update({"id": ada.id}, {"posts": {"set": every[:1]}})


def test_delete(db: Client, ada: Any, bob: Any, post: Any) -> None:
    db.post.update(
        {"id": post.id},
        {
            "reviewer": {"create": {"email": "r"}},
            "comments": {"create": [{"text": "a"}, {"text": "b"}, {"text": "c"}]},
            "tags": {"create": {"name": "t"}},
        },
    )
    first = db.comment.find_first_or_raise({"text": "a"})
    after = db.post.update(
        {"id": post.id},
        {
            "reviewer": {"delete": True},
            "comments": {"delete": {"id": first.id}, "delete_many": [{"text": "b"}]},
            "tags": {"delete_many": {}},
        },
    )
    assert after is not None
    assert after.reviewer_id is None
    assert db.user.find_unique({"email": "r"}) is None
    assert [row.text for row in db.comment.find_many()] == ["c"]
    assert db.tag.count() == 0
    db.user.update({"id": ada.id}, {"profile": {"create": {"bio": "b"}}})
    db.user.update({"id": ada.id}, {"profile": {"delete": True}})
    assert db.profile.count() == 0


def test_delete_of_the_row_that_a_foreign_key_leads_to(
    db: Client, ada: Any, bob: Any, post: Any
) -> None:
    made = db.comment.create({"text": "a", "post_id": post.id, "user_id": bob.id})
    key: Any = {"id": made.id}
    for data in ({"delete": {"name": "nobody"}}, {"delete": {"id": ada.id}}):
        with pytest.raises(NotFoundError):
            db.comment.update(key, {"text": "b", "user": data})
    assert db.comment.find_unique(key) == made
    after = db.comment.update(key, {"text": "b", "user": {"delete": True}})
    assert after is not None
    assert (after.text, after.user_id) == ("b", None)
    assert db.user.find_unique({"id": bob.id}) is None
    with pytest.raises(NotFoundError):
        db.comment.update(key, {"user": {"delete": True}})
    required: Any = {"author": {"delete": True}}
    with pytest.raises(InvalidQueryError):
        db.post.update({"id": post.id}, required)


def test_one_to_one_has_one(db: Client, ada: Any, bob: Any) -> None:
    db.user.update({"id": ada.id}, {"profile": {"create": {"bio": "a"}}})
    for data in ({"create": {"bio": "x"}}, {"connect": {"id": 2}}):
        db.profile.delete({"user_id": bob.id})
        db.profile.create({"id": 2, "bio": "b", "user_id": bob.id})
        with pytest.raises(RelationViolationError, match=r"data\.profile"):
            db.user.update({"id": ada.id}, {"profile": data})
    # The one that it has already stays.
    db.user.update({"id": ada.id}, {"profile": {"connect": {"id": 1}}})
    assert db.profile.find_unique_or_raise({"id": 1}).user_id == ada.id
    with pytest.raises(UniqueViolationError):
        db.profile.create({"bio": "c", "user": {"connect": {"id": ada.id}}})


def test_upsert_with_nested_writes(db: Client) -> None:
    def upsert() -> Any:
        return db.user.upsert(
            {"email": "u"},
            create={
                "email": "u",
                "posts": {"create": {"title": "made"}},
                "inviter": {"create": {"email": "i"}},
            },
            update={"name": "N", "posts": {"create": {"title": "again"}}},
        )

    made = upsert()
    assert (made.name, titles(db, author_id=made.id)) == (None, ["made"])
    changed = upsert()
    assert (changed.id, changed.name) == (made.id, "N")
    assert titles(db, author_id=made.id) == ["made", "again"]
    assert db.user.count() == 2


def test_only_what_changes_is_touched(db: Client, ada: Any, post: Any) -> None:
    db.post.update({"id": post.id}, {"comments": {"create": {"text": "c"}}})
    assert db.post.find_unique({"id": post.id}) == post
    assert db.post.update({"id": post.id}, {}) == post
    moved = db.post.update({"id": post.id}, {"reviewer": {"connect": {"id": ada.id}}})
    assert moved is not None
    assert moved.updated_at > post.updated_at


def test_no_row_no_writes(db: Client, ada: Any) -> None:
    missing = {"id": 99}
    data = {"author": {"create": {"email": "n"}}, "comments": {"create": {"text": "c"}}}
    assert db.post.update(missing, data) is None
    assert db.user.update(missing, {"posts": {"create": {"title": "t"}}}) is None
    assert (db.user.count(), db.comment.count(), db.post.count()) == (1, 0, 0)


# --- what is refused ----------------------------------------------------------------


NEEDED: list[Any] = [
    ("user", {"posts": {"connect": [{"id": 1}, {"id": 99}]}}, r"data\.posts\.connect\[1\].*No Post was found by its id"),
    ("user", {"posts": {"update": {"where": {"id": 2}, "data": {}}}}, r"data\.posts\.update.*No Post was found by its id"),
    ("user", {"posts": {"delete": [{"id": 1}, {"id": 2}]}}, r"data\.posts\.delete\[1\].*by its id"),
    ("user", {"posts": {"create": [{"title": "x"}, {"title": "y", "reviewer": {"connect": {"id": 98}}}]}}, r"data\.posts\.create\[1\]\.reviewer\.connect: No User was found by its id"),
    ("user", {"posts": {"create": {"title": "y", "reviewer": {"connect": {"email": "no"}}}}}, r"data\.posts\.create\.reviewer\.connect: No User was found by its email"),
    ("user", {"profile": {"update": {"bio": "x"}}}, r"data\.profile\.update: this User has no such profile"),
    ("user", {"profile": {"delete": True}}, r"data\.profile\.delete"),
    ("post", {"reviewer": {"update": {"name": "x"}}}, r"data\.reviewer\.update"),
    ("post", {"reviewer": {"delete": True}}, r"data\.reviewer\.delete"),
    ("post", {"author": {"update": {"where": {"name": "no"}, "data": {"name": "x"}}}}, r"data\.author\.update"),
    ("post", {"author": {"connect": {"id": 97}}}, r"data\.author\.connect: No User was found by its id"),
    ("post", {"tags": {"connect": {"id": "00000000-0000-0000-0000-000000000000"}}}, r"data\.tags\.connect: No Tag"),
    ("post", {"tags": {"connect": [{"name": "t"}, {"name": "no"}]}}, r"data\.tags\.connect\[1\]: No Tag was found by its name"),
]  # fmt: skip


def test_a_row_that_is_needed(db: Client, ada: Any, bob: Any, post: Any) -> None:
    db.post.create({"title": "of bob", "author_id": bob.id})
    db.tag.create({"name": "t"})
    for method, data, message in NEEDED:
        with pytest.raises(NotFoundError, match=message):
            getattr(db, method).update(
                {"id": 1}, {**data, "name" if method == "user" else "title": "changed"}
            )
        assert db.user.find_unique({"id": ada.id}) == ada
        assert titles(db) == ["first", "of bob"]


MEANINGLESS: list[Any] = [
    ("post", {"title": "t", "author_id": 1, "author": {"connect": {"id": 1}}}, r"data\.author gives data\.author_id, which is given"),
    ("user", {"email": "x", "posts": {"create": {"title": "t", "author_id": 1}}}, r"data\.posts\.create\.author_id is filled in"),
    ("user", {"email": "x", "posts": {"create": [{"title": "t", "author": {"connect": {"id": 1}}}]}}, r"data\.posts\.create\[0\]\.author is filled in"),
    ("user", {"email": "x", "posts": {"create_many": {"data": [{"title": "t", "tags": {"create": {"name": "x"}}}]}}}, r"data\.posts\.create_many\.data\[0\]\.tags"),
    ("user", {"email": "x", "posts": {"update": {}}}, r"data\.posts takes create, connect, connect_or_create, create_many; got 'update'"),
    ("user", {"email": "x", "posts": None}, r"data\.posts takes a dict, got None"),
    ("user", {"email": "x", "posts": {"connect": {"title": "t"}}}, r"data\.posts\.connect: .*unique where of Post"),
    ("user", {"email": "x", "posts": {"connect": [3]}}, r"data\.posts\.connect\[0\] takes a dict"),
    ("user", {"email": "x", "posts": {"connect_or_create": {"where": {"id": 1}}}}, r"takes \{where, create\}"),
    ("post", {"title": "t", "author": {"create": {"email": "x"}, "connect": {"id": 1}}}, r"data\.author takes one of create, connect at a time"),
    ("tag", {"name": "x", "posts": {"create_many": {"data": []}}}, r"data\.posts .*got 'create_many'.*create with a list"),
    ("user", {"email": "x", "posts": {"create": {"nope": 1}}}, "Post has no 'nope'"),
    ("membership", {"country": "de", "organization": {"connect": {"country": "de", "number": 1}}}, r"data\.organization gives data\.country"),
]  # fmt: skip


def test_an_input_that_means_nothing(db: Client, ada: Any) -> None:
    for method, data, message in MEANINGLESS:
        with pytest.raises(InvalidQueryError, match=message):
            getattr(db, method).create(data)
        assert (db.user.count(), db.post.count(), db.tag.count()) == (1, 0, 0)


REQUIRED: list[Any] = [
    ("post", {"author": {"disconnect": True}}, InvalidQueryError, r"data\.author .*got 'disconnect'. Post cannot be without"),
    ("post", {"author": {"delete": True}}, InvalidQueryError, r"got 'delete'"),
    ("user", {"posts": {"disconnect": {"id": 1}}}, RelationViolationError, r"data\.posts\.disconnect: Post cannot be without author_id"),
    ("user", {"profile": {"disconnect": True}}, RelationViolationError, r"data\.profile\.disconnect"),
]  # fmt: skip


def test_a_required_relation_stays(db: Client, ada: Any, post: Any) -> None:
    for method, data, error, message in REQUIRED:
        with pytest.raises(error, match=message):
            getattr(db, method).update({"id": 1}, data)


def test_nothing_is_left_of_a_write_that_fails(db: Client, ada: Any, post: Any) -> None:
    def failing(db: Client) -> None:
        db.user.create(
            {
                "email": "x",
                "inviter": {"create": {"email": "y"}},
                "posts": {"create": [{"title": "t"}, {"title": "t"}]},
            }
        )

    with pytest.raises(UniqueViolationError):
        failing(db)
    assert (db.user.count(), db.post.count()) == (1, 1)
    # In a transaction the rest of it goes on.
    with db.transaction() as tx:
        tx.user.create({"email": "before"})
        with pytest.raises(UniqueViolationError):
            failing(tx)
        tx.user.create({"email": "after"})
    assert [row.email for row in db.user.find_many(order_by={"id": "asc"})][1:] == [
        "before",
        "after",
    ]


def test_what_was_written_can_be_loaded(db: Client) -> None:
    many: Any = db.post.many(order_by={"id": "asc"}, tags=db.tag.many())
    user = db.user.create(
        {**ADA, "posts": {"create": {"title": "t", "tags": {"create": {"name": "x"}}}}},
        posts=many,
        inviter=True,
    )
    assert [(p.title, [t.name for t in p.tags]) for p in user.posts] == [("t", ["x"])]
    assert user.inviter is None
    changed = db.user.update(
        {"id": user.id},
        {"posts": {"create": {"title": "u"}}, "inviter": {"connect": {"id": user.id}}},
        posts=many,
        inviter=True,
    )
    assert changed is not None
    assert [p.title for p in changed.posts] == ["t", "u"]
    assert changed.inviter.id == user.id
    again = db.user.upsert(
        ADA, create=ADA, update={"posts": {"delete_many": {}}}, posts=many
    )
    assert again.posts == []


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_a_level_is_one_statement(url: str, colour: str) -> None:
    seen: list[str] = []

    def note(query: Any) -> None:
        seen.append(query.sql.split(" AS t0")[0].split(" (")[0])

    data: Any = [
        {
            "title": f"p{n}",
            "comments": {"create": [{"text": "a"}, {"text": "b"}]},
            "tags": {"connect": [{"name": "t"}]},
            "reviewer": {"create": {"email": f"r{n}"}},
        }
        for n in range(20)
    ]
    with Blocking(Client, AsyncClient, url, colour, on_query=note) as client:
        client.execute_raw("TRUNCATE users, tags RESTART IDENTITY CASCADE")
        client.tag.create({"name": "t"})
        seen.clear()
        client.user.create({"email": "x", "posts": {"create": data}})
        written = [
            sql for sql in seen if sql.startswith(("INSERT", "SELECT", "UPDATE"))
        ]
        seen.clear()
        client.user.update(
            {"email": "x"}, {"posts": {"connect": [{"id": 1}, {"id": 2}]}}
        )
        changed = [
            sql for sql in seen if sql.startswith(("INSERT", "SELECT", "UPDATE"))
        ]
    assert written == [
        'INSERT INTO "users"',
        'INSERT INTO "users"',
        'INSERT INTO "posts"',
        'INSERT INTO "comments"',
        "SELECT",
        'INSERT INTO "_PostToTag"',
    ]
    assert len(changed) <= 4


# --- keys that may be deferred -------------------------------------------------------


def test_a_key_that_may_be_deferred_is_no_obstacle(db: Client, ada: Any) -> None:
    deferred = "UNIQUE (name) DEFERRABLE INITIALLY IMMEDIATE"
    db.execute_raw(f"ALTER TABLE tags ADD CONSTRAINT tags_deferred {deferred}")
    try:
        tag = {"where": {"name": "t"}, "create": {"name": "t"}}
        for title in ("one", "two"):
            db.post.create(
                {
                    "title": title,
                    "author_id": ada.id,
                    "tags": {"connect_or_create": [tag]},
                }
            )
        assert db.tag.count() == 1
        first = db.tag.find_first_or_raise()
        # Another row has its key: the database says which one.
        other = {"where": {"name": "u"}, "create": {"name": "u", "id": first.id}}
        with pytest.raises(UniqueViolationError):
            db.post.update({"id": 1}, {"tags": {"connect_or_create": [other]}})
        assert db.tag.count() == 1
    finally:
        db.execute_raw("ALTER TABLE tags DROP CONSTRAINT tags_deferred")
