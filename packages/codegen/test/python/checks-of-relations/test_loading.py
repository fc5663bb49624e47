"""Relations that are loaded with rows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from org_db_client import (
    Client,
    InvalidQueryError,
    MissingRelatedRowError,
    NotLoadedError,
    enums,
)
from org_db_client._runtime.reads import loads


@pytest.fixture
def blog(db: Client) -> dict[str, Any]:
    """Two who write, one who does not; three posts of Ada, one of Bob."""
    ada = db.user.create({"email": "ada@example.org", "name": "Ada"})
    bob = db.user.create({"email": "bob@example.org", "inviter_id": ada.id})
    cy = db.user.create({"email": "cy@example.org", "inviter_id": ada.id})
    for number, (author, title, views, reviewer) in enumerate(
        [
            (ada, "One", 3, bob),
            (ada, "Two", 9, None),
            (ada, "Three", 9, bob),
            (bob, "Four", 1, cy),
        ]
    ):
        post = db.post.create(
            {
                "title": title,
                "views": views,
                "published": number % 2 == 0,
                "author_id": author.id,
                "reviewer_id": reviewer and reviewer.id,
                "price": Decimal("1.25"),
            }
        )
        for text in ("a", "b", "c")[:number]:
            db.comment.create({"text": text, "post_id": post.id, "user_id": cy.id})
    db.profile.create({"bio": "Counts.", "user_id": ada.id})
    return {"ada": ada, "bob": bob, "cy": cy}


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The SQL of loading, as it is made."""
    made: list[str] = []
    for name in ("by_value", "by_position", "counted"):
        make = getattr(loads.related, name)

        def spied(*args: Any, make: Any = make) -> Any:
            statement = make(*args)
            made.append(statement.sql)
            return statement

        monkeypatch.setattr(loads.related, name, spied)
    return made


def titles(posts: Any) -> list[str]:
    return [post.title for post in posts]


def test_to_one_from_both_sides(db: Client, blog: dict[str, Any]) -> None:
    posts = db.post.find_many(
        order_by={"id": "asc"}, author=db.user.one(), reviewer=db.user.maybe()
    )
    assert [post.author.email[:3] for post in posts] == ["ada", "ada", "ada", "bob"]
    assert [post.reviewer and post.reviewer.email[:3] for post in posts] == [
        "bob",
        None,
        "bob",
        "cy@",
    ]
    users = db.user.find_many(order_by={"id": "asc"}, profile=True)
    assert [user.profile and user.profile.bio for user in users] == [
        "Counts.",
        None,
        None,
    ]
    with pytest.raises(NotLoadedError):
        posts[0].author.posts  # noqa: B018


def test_a_row_that_several_lead_to_is_one_object(
    db: Client, blog: dict[str, Any]
) -> None:
    one, two, *_ = db.post.find_many(order_by={"id": "asc"}, author=True)
    assert one.author is two.author


def test_to_many_with_all_that_find_many_has(db: Client, blog: dict[str, Any]) -> None:
    def posts_of_all(**options: Any) -> list[list[str]]:
        users = db.user.find_many(order_by={"id": "asc"}, posts=db.post.many(**options))
        return [titles(user.posts) for user in users]

    by_id = {"order_by": {"id": "asc"}}
    assert posts_of_all(**by_id) == [["One", "Two", "Three"], ["Four"], []]
    assert posts_of_all(where={"published": True}, **by_id) == [
        ["One", "Three"],
        [],
        [],
    ]
    by_views = {"order_by": [{"views": "desc"}, {"title": "asc"}]}
    assert posts_of_all(**by_views) == [["Three", "Two", "One"], ["Four"], []]
    assert posts_of_all(take=2, **by_views) == [["Three", "Two"], ["Four"], []]
    assert posts_of_all(take=1, skip=1, **by_views) == [["Two"], [], []]
    assert posts_of_all(skip=2, **by_views) == [["One"], [], []]
    assert posts_of_all(take=0) == [[], [], []]
    assert posts_of_all(take=-2, **by_views) == [["Two", "One"], ["Four"], []]
    assert posts_of_all(take=-1, skip=1, **by_views) == [["Two"], [], []]
    # Without an order it is that of the key.
    assert posts_of_all(take=2) == [["One", "Two"], ["Four"], []]
    assert posts_of_all(distinct="views", **by_views) == [
        ["Three", "One"],
        ["Four"],
        [],
    ]
    assert posts_of_all(distinct=["views"], skip=1, **by_views) == [["One"], [], []]
    assert posts_of_all(where={"views": 9}, take=1, **by_views) == [["Three"], [], []]


def test_a_cursor_starts_at_its_row_in_the_list_that_has_it(
    db: Client, blog: dict[str, Any]
) -> None:
    two = db.post.find_first_or_raise({"title": "Two"})

    def posts_of_ada(**options: Any) -> list[str]:
        user = db.user.find_unique_or_raise(
            {"id": blog["ada"].id}, posts=db.post.many(cursor={"id": two.id}, **options)
        )
        return titles(user.posts)

    assert posts_of_ada() == ["Two", "Three"]
    assert posts_of_ada(skip=1) == ["Three"]
    assert posts_of_ada(take=1) == ["Two"]
    assert posts_of_ada(take=-2) == ["One", "Two"]
    assert posts_of_ada(take=-1, skip=1) == ["One"]
    assert posts_of_ada(order_by={"id": "desc"}) == ["Two", "One"]
    bob = db.user.find_unique_or_raise(
        {"id": blog["bob"].id}, posts=db.post.many(cursor={"id": two.id})
    )
    assert bob.posts == []


def test_levels_below_levels_are_one_statement_each(
    db: Client, blog: dict[str, Any], statements: list[str]
) -> None:
    users = db.user.find_many(
        order_by={"id": "asc"},
        posts=db.post.many(
            order_by={"id": "asc"},
            comments=db.comment.many(order_by={"id": "asc"}, user=db.user.maybe()),
            author=db.user.one(profile=db.profile.maybe()),
        ),
        invited=db.user.many(order_by={"id": "asc"}),
    )
    ada = users[0]
    assert [[c.text for c in post.comments] for post in ada.posts] == [
        [],
        ["a"],
        ["a", "b"],
    ]
    assert ada.posts[1].comments[0].user.email == "cy@example.org"
    assert ada.posts[0].author.profile.bio == "Counts."
    assert [user.email[:3] for user in ada.invited] == ["bob", "cy@"]
    assert users[2].posts == [] and users[2].invited == []
    assert len(statements) == 6


def test_what_leads_nowhere_asks_nothing(db: Client, statements: list[str]) -> None:
    assert db.user.find_many(posts=True, counts={"posts": True}) == []
    assert db.user.find_first(posts=True) is None
    db.user.create({"email": "a@example.org"})
    (user,) = db.user.find_many(inviter=db.user.maybe(posts=True))
    assert user.inviter is None
    assert statements == []


def test_a_many_to_many_from_both_sides(db: Client, blog: dict[str, Any]) -> None:
    posts = db.post.find_many(order_by={"id": "asc"})
    tags = [db.tag.create({"name": name}) for name in ("x", "y", "z")]
    for post, tag in [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2)]:
        db.execute_raw(
            'INSERT INTO "_PostToTag" VALUES (%s, %s)', [posts[post].id, tags[tag].id]
        )
    posts = db.post.find_many(
        order_by={"id": "asc"},
        tags=db.tag.many(
            order_by={"name": "asc"}, posts=db.post.many(order_by={"id": "asc"})
        ),
    )
    names = [[tag.name for tag in post.tags] for post in posts]
    assert names == [["x", "y"], ["y"], ["y", "z"], []]
    assert posts[0].tags[1] is posts[1].tags[0]
    assert titles(posts[0].tags[1].posts) == ["One", "Two", "Three"]
    found = db.post.find_many(
        order_by={"id": "asc"}, tags=db.tag.many(order_by={"name": "desc"}, take=1)
    )
    assert [[tag.name for tag in post.tags] for post in found] == [
        ["y"],
        ["y"],
        ["z"],
        [],
    ]
    db.execute_raw(
        'INSERT INTO "_Friends" VALUES (%s, %s)', [blog["ada"].id, blog["bob"].id]
    )
    # As Prisma has it: what points at a friend is the column A.
    ada, bob, _ = db.user.find_many(
        order_by={"id": "asc"}, friends=True, friend_of=True
    )
    assert [friend.id for friend in bob.friends] == [ada.id] and bob.friend_of == []
    assert [friend.id for friend in ada.friend_of] == [bob.id] and ada.friends == []


def test_composite_keys(db: Client, blog: dict[str, Any]) -> None:
    for country, number in [("CH", 1), ("CH", 2), ("DE", 1)]:
        db.organization.create(
            {"country": country, "number": number, "name": f"{country}{number}"}
        )
    for country, number, user in [("CH", 1, "ada"), ("CH", 1, "bob"), ("DE", 1, "ada")]:
        db.membership.create(
            {"country": country, "number": number, "user_id": blog[user].id}
        )
    db.unit.create({"id": 1, "label": "u", "country": "DE", "number": 1})
    db.unit.create({"id": 2, "label": "v", "country": "DE"})
    organizations = db.organization.find_many(
        order_by={"name": "asc"},
        memberships=db.membership.many(
            order_by={"user_id": "asc"}, organization=True, user=db.user.one()
        ),
        counts={"memberships": True},
    )
    members = [[m.user.email[:3] for m in o.memberships] for o in organizations]
    assert members == [["ada", "bob"], [], ["ada"]]
    assert [o.counts for o in organizations] == [{"memberships": n} for n in (2, 0, 1)]
    assert organizations[0].memberships[1].organization.name == "CH1"
    units = db.unit.find_many(order_by={"id": "asc"}, organization=True)
    assert [unit.organization and unit.organization.name for unit in units] == [
        "DE1",
        None,
    ]


def test_counts_of_relations(
    db: Client, blog: dict[str, Any], statements: list[str]
) -> None:
    users = db.user.find_many(
        order_by={"id": "asc"},
        counts={"posts": {"published": True}, "invited": True, "friends": True},
        posts=db.post.many(counts={"comments": True}, order_by={"id": "asc"}),
    )
    assert [user.counts for user in users] == [
        {"posts": 2, "invited": 2, "friends": 0},
        {"posts": 0, "invited": 0, "friends": 0},
        {"posts": 0, "invited": 0, "friends": 0},
    ]
    assert [post.counts["comments"] for post in users[0].posts] == [0, 1, 2]
    assert len(statements) == 5
    with pytest.raises(NotLoadedError):
        db.user.find_first().counts  # noqa: B018


def test_include_says_the_same_in_one_dict(db: Client, blog: dict[str, Any]) -> None:
    user = db.user.find_unique_or_raise(
        {"id": blog["ada"].id},
        include={
            "posts": {
                "where": {"views": 9},
                "order": {"id": "desc"},
                "take": 1,
                "include": {
                    "comments": True,
                    "reviewer": {"include": {"profile": True}},
                },
            },
            "inviter": False,
            "profile": True,
        },
    )
    assert titles(user.posts) == ["Three"]
    assert len(user.posts[0].comments) == 2
    assert user.posts[0].reviewer.profile is None
    with pytest.raises(NotLoadedError):
        user.inviter  # noqa: B018


def test_writes_return_rows_with_relations(db: Client, blog: dict[str, Any]) -> None:
    ada = {"author_id": blog["ada"].id}
    made = db.post.create({"title": "Five", **ada}, author=db.user.one(), tags=True)
    assert (made.author.email, made.tags) == ("ada@example.org", [])
    key = {"author_id": ada["author_id"], "title": "Five"}
    changed = db.post.update(key, {"author_id": blog["bob"].id}, author=True)
    assert changed is not None and changed.author.email == "bob@example.org"
    key["author_id"] = blog["bob"].id
    for _ in range(2):
        put = db.post.upsert(key, {"title": "Five", **ada}, {"views": 5}, author=True)
        assert put.author.email == "bob@example.org"
    assert db.post.update({"id": 0}, {"views": 1}, author=True) is None


def test_a_deleted_row_has_its_relations_as_they_were(
    db: Client, blog: dict[str, Any]
) -> None:
    key = {"id": blog["ada"].id}
    gone = db.user.delete(
        key,
        posts=db.post.many(order_by={"id": "asc"}, comments=True),
        counts={"posts": True},
    )
    assert gone is not None
    assert titles(gone.posts) == ["One", "Two", "Three"]
    assert [len(post.comments) for post in gone.posts] == [0, 1, 2]
    assert gone.counts == {"posts": 3}
    assert db.post.count() == 1
    assert db.user.delete(key, posts=True) is None


def test_in_a_transaction(db: Client, blog: dict[str, Any]) -> None:
    with db.transaction() as tx:
        tx.post.create({"title": "Five", "author_id": blog["cy"].id})
        user = tx.user.find_unique_or_raise({"id": blog["cy"].id}, posts=tx.post.many())
        assert titles(user.posts) == ["Five"]
        # A loading belongs to no connection: that of the client serves as well.
        assert tx.user.find_first({"id": user.id}, posts=db.post.many()) == user


def test_more_keys_than_go_with_one_statement(
    db: Client,
    blog: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    statements: list[str],
) -> None:
    monkeypatch.setattr(loads, "MOST_KEYS", 2)
    posts = db.post.find_many(order_by={"id": "asc"}, author=True)
    assert [post.author.email[:3] for post in posts] == ["ada", "ada", "ada", "bob"]
    assert len(statements) == 1
    users = db.user.find_many(
        order_by={"id": "asc"},
        posts=db.post.many(order_by={"views": "desc"}, take=2),
        counts={"posts": True},
    )
    assert [len(user.posts) for user in users] == [2, 1, 0]
    assert [user.counts["posts"] for user in users] == [3, 1, 0]
    assert len(statements) == 5


def test_a_wrong_loading_is_refused_before_anything_is_sent(db: Client) -> None:
    refused: list[dict[str, Any]] = [
        {"autor": True},
        {"author": db.user.many()},
        {"author": db.user.maybe()},
        {"author": db.post.one()},
        {"author": 1},
        {"author": {"where": {}}},
        {"comments": {"nope": 1}},
        {
            "comments": db.comment.many(nope=True)
            if False
            else {"include": {"nope": True}}
        },
        {"counts": {"author": True}},
        {"counts": {"comments": 1}},
        {"counts": {"nope": True}},
        {"include": {"nope": True}},
    ]
    for given in refused:
        with pytest.raises(InvalidQueryError):
            db.post.create({"title": "no", "author_id": 1}, **given)
    with pytest.raises(InvalidQueryError, match="Allowed: .*posts"):
        db.user.many(nope=True)


def test_a_required_row_that_is_not_there_is_said(
    db: Client, blog: dict[str, Any]
) -> None:
    db.execute_raw("ALTER TABLE profiles DROP CONSTRAINT profiles_user_id_fkey")
    try:
        db.execute_raw("UPDATE profiles SET user_id = 99")
        with pytest.raises(MissingRelatedRowError, match="Profile.user"):
            db.profile.find_many(user=True)
        assert db.user.find_first(profile=True).profile is None
    finally:
        db.execute_raw("DELETE FROM profiles")
        db.execute_raw(
            "ALTER TABLE profiles ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY "
            "(user_id) REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE"
        )


def test_a_write_whose_relations_cannot_be_loaded_is_not_kept(
    db: Client, blog: dict[str, Any]
) -> None:
    db.execute_raw("ALTER TABLE profiles DROP CONSTRAINT profiles_user_id_fkey")
    try:
        with pytest.raises(MissingRelatedRowError):
            db.profile.create({"bio": "nobody's", "user_id": 99}, user=True)
        assert db.profile.count({"bio": "nobody's"}) == 0
    finally:
        db.execute_raw(
            "ALTER TABLE profiles ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY "
            "(user_id) REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE"
        )


KEYS = {
    "code": "c",
    "fixed": "ab",
    "price": Decimal("1.50"),
    "at": datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    "zoned": datetime(2026, 1, 2, 3, 4, 5, 670000, tzinfo=UTC),
    "day": date(2026, 1, 2),
    "uid": UUID(int=7),
    "big": 9007199254740993,
    "ratio": 0.1,
    "role": enums.Role.ADMIN,
}


def test_a_key_of_any_type(db: Client) -> None:
    db.anchor.create({"id": 1, **KEYS})
    db.rope.create({"id": 1, **KEYS})
    db.rope.create({"id": 2})
    relations = {f"{name}_anchor": True for name in KEYS}
    held, loose = db.rope.find_many(order_by={"id": "asc"}, **relations)
    for name in relations:
        assert getattr(held, name).id == 1, name
        assert getattr(loose, name) is None, name
    relations = {f"{name}_ropes": True for name in KEYS}
    counts = {name: True for name in relations}
    anchor = db.anchor.find_first(**relations, counts=counts)
    for name in relations:
        assert [rope.id for rope in getattr(anchor, name)] == [1], name
        assert anchor.counts[name] == 1, name


def test_keys_that_only_the_database_finds_equal(db: Client) -> None:
    """A collation without case holds a foreign key whose values differ in Python."""
    db.execute_raw(
        "CREATE COLLATION IF NOT EXISTS no_case "
        "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)"
    )
    constraint = "ALTER TABLE ropes %s CONSTRAINT ropes_code_fkey"
    key = " FOREIGN KEY (code) REFERENCES anchors (code)"

    def collate(collation: str) -> None:
        db.execute_raw((constraint % "DROP").encode())
        for table in ("ropes", "anchors"):
            alter = f'ALTER TABLE {table} ALTER code TYPE text COLLATE "{collation}"'
            db.execute_raw(alter.encode())
        db.execute_raw((constraint % "ADD" + key).encode())

    collate("no_case")
    try:
        db.anchor.create({"id": 1, **KEYS})
        for number, code in enumerate(["c", "C", None]):
            db.rope.create({"id": number, "code": code})
        ropes = db.rope.find_many(order_by={"id": "asc"}, code_anchor=True)
        assert [rope.code_anchor and rope.code_anchor.code for rope in ropes] == [
            "c",
            "c",
            None,
        ]
        anchor = db.anchor.find_first(code_ropes=True, counts={"code_ropes": True})
        assert sorted(rope.id for rope in anchor.code_ropes) == [0, 1]
        assert anchor.counts == {"code_ropes": 2}
    finally:
        db.execute_raw("DELETE FROM ropes")
        collate("default")


@dataclass
class Card:
    title: str
    author: Any
    counts: dict[str, int]


def test_some_fields_beside_relations(db: Client, blog: dict[str, Any]) -> None:
    comments = {"comments": True}
    made = db.post.find_many(
        order_by={"id": "asc"}, take=2, select=("title",), author=True, counts=comments
    )
    assert [(row["title"], row["author"].name, row["counts"]) for row in made] == [
        ("One", "Ada", {"comments": 0}),
        ("Two", "Ada", {"comments": 1}),
    ]
    assert set(made[0]) == {"title", "author", "counts"}
    key = {"author_id": blog["ada"].id, "title": "Two"}
    card = db.post.find_unique_or_raise(key, into=Card, author=True, counts=comments)
    assert card == Card("Two", card.author, {"comments": 1})
    gone = db.post.delete(key, select=("id",), author=True)
    assert set(gone) == {"id", "author"}
    assert db.post.find_unique(key, select=("id",), author=True) is None
    with pytest.raises(InvalidQueryError, match="author"):
        db.post.find_first(into=Card, counts=comments)
