"""Conditions on the rows of other tables.

What is found is what Prisma's client for Node finds of the same rows.
"""

from typing import Any

import pytest
from blog import fill, ids
from org_db_client import Client, InvalidQueryError


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


TO_MANY = [
    ({"posts": {"some": {"title": "one"}}}, [1]),
    ({"posts": {"some": {}}}, [1, 2, 3]),
    ({"posts": {"every": {"published": True}}}, [2, 4]),
    ({"posts": {"every": {}}}, [1, 2, 3, 4]),
    # Of a body that is unknown nobody knows that it is another one.
    ({"posts": {"every": {"body": "the cat sat"}}}, [1, 4]),
    ({"posts": {"none": {"published": True}}}, [3, 4]),
    ({"posts": {"none": {}}}, [4]),
    ({"posts": {}}, [1, 2, 3, 4]),
    ({"posts": {"some": {"views": {"gt": 1}}, "none": {"published": True}}}, [3]),
    ({"posts": {"some": {"comments": {"some": {"text": "d"}}}}}, [2]),
    ({"posts": {"some": {"author": {"is": {"inviter": None}}}}}, [1]),
    ({"NOT": {"posts": {"every": {"published": True}}}}, [1, 3]),
    ({"NOT": {"posts": {"some": {"body": "fish"}}}}, [1, 2, 4]),
    ({"OR": [{"posts": {"none": {}}}, {"posts": {"some": {"views": 9}}}]}, [3, 4]),
    ({"invited": {"some": {"name": "Bob"}}}, [1]),
    ({"invited": {"some": {"invited": {"some": {"name": "Di"}}}}}, [1]),
]

TO_ONE = [
    ({"inviter": None}, [1]),
    ({"inviter": {"is": None}}, [1]),
    ({"inviter": {"is_not": None}}, [2, 3, 4]),
    ({"inviter": {"name": "Ada"}}, [2, 3]),
    ({"inviter": {"is": {"name": "Ada"}}}, [2, 3]),
    ({"inviter": {"is_not": {"name": "Ada"}}}, [1]),
    ({"inviter": {"is": {"name": None}}}, [4]),
    ({"inviter": {"is_not": {"name": None}}}, [1, 2, 3]),
    ({"inviter": {"is": {}}}, [2, 3, 4]),
    ({"inviter": {"is_not": {}}}, [1]),
    ({"inviter": {}}, [1, 2, 3, 4]),
    ({"NOT": {"inviter": {}}}, [1, 2, 3, 4]),
    ({"NOT": {"inviter": {"name": "Ada"}}}, [1]),
    ({"NOT": {"inviter": {"is_not": {"name": "Ada"}}}}, [2, 3]),
    ({"NOT": {"NOT": {"inviter": {"name": "Ada"}}}}, [2, 3]),
    ({"inviter": {"inviter": {"name": "Ada"}}}, [4]),
    ({"NOT": {"inviter": {"inviter": {"name": "Ada"}}}}, [1, 2, 3]),
    ({"inviter": {"is": {"name": "Ada"}, "is_not": {"email": "x"}}}, [2, 3]),
    ({"profile": None}, [3, 4]),
    ({"profile": {"is_not": None}}, [1, 2]),
    ({"profile": {"is_not": {"bio": "maths"}}}, [2, 3, 4]),
    ({"profile": {"bio": {"contains": "o"}}}, [2]),
    ({"posts": {"every": {"author": {"inviter": {"name": "Ada"}}}}}, [2, 3, 4]),
]

MANY_TO_MANY = [
    ({"tags": {"some": {"name": "x"}}}, [1]),
    ({"tags": {"every": {"name": "y"}}}, [2, 3, 4]),
    ({"tags": {"none": {"name": "x"}}}, [2, 3, 4]),
    ({"tags": {"none": {}}}, [2, 4]),
    ({"tags": {"some": {"posts": {"some": {"id": 3}}}}}, [1, 3]),
]


@pytest.mark.parametrize("cases", [TO_MANY, TO_ONE])
def test_users(db: Client, cases: list[tuple[Any, list[int]]]) -> None:
    for where, found in cases:
        assert ids(db.user.find_many(where)) == found, where
        assert db.user.count(where) == len(found), where


def test_many_to_many(db: Client) -> None:
    where: Any
    for where, found in MANY_TO_MANY:
        assert ids(db.post.find_many(where)) == found, where


def test_a_many_to_many_with_itself_tells_its_sides_apart(db: Client) -> None:
    sides = {
        side: [ids(db.user.find_many({side: {"some": {"id": n}}})) for n in (1, 2, 3)]
        for side in ("friends", "friend_of")
    }
    assert sorted(sides.values()) == [[[2], [1], [1]], [[2, 3], [1], []]]


def test_keys_of_two_columns(db: Client) -> None:
    where: Any
    for where, found in (
        ({"organization": {"name": "A"}}, [1]),
        ({"organization": None}, [3]),
        ({"organization": {"is_not": None}}, [1, 2]),
        ({"organization": {"is_not": {"name": "A"}}}, [2, 3]),
        ({"organization": {"is": {"units": {"some": {"id": 1}}}}}, [1]),
    ):
        assert ids(db.unit.find_many(where)) == found, where


def test_what_is_empty_says_nothing(db: Client) -> None:
    everyone = [1, 2, 3, 4]
    for where in (
        {},
        {"AND": []},
        {"NOT": []},
        {"NOT": {}},
        {"NOT": [{}]},
        {"NOT": {"AND": [{}, {}]}},
        {"NOT": {"OR": []}},
        {"NOT": {"name": {}}},
        {"NOT": {"posts": {}}},
    ):
        assert ids(db.user.find_many(where)) == everyone, where  # type: ignore[arg-type]
    for where in (
        {"OR": []},
        {"OR": [{}]},
        {"OR": [{"AND": []}]},
        {"OR": [{"name": {}}]},
    ):
        assert db.user.find_many(where) == [], where  # type: ignore[arg-type]
    assert ids(db.user.find_many({"OR": [{}, {"id": 1}]})) == [1]


def test_writes_take_the_same_conditions(db: Client) -> None:
    where: Any = {"author": {"inviter": {"is_not": None}}, "tags": {"none": {}}}
    assert db.post.update_many(where, data={"views": 100}) == 1
    assert ids(db.post.find_many({"views": 100})) == [4]
    assert db.comment.delete_many({"post": {"title": "two"}}) == 1


def test_a_key_with_other_conditions(db: Client) -> None:
    assert db.user.find_unique({"id": 1, "name": "Bob"}) is None
    found = db.user.find_unique({"id": 1, "posts": {"some": {"views": 5}}})
    assert found is not None
    key: Any = {"country": "de", "number": 1}
    named: Any = {"country_number": key}
    assert db.organization.find_unique(named) == db.organization.find_unique(key)
    assert db.organization.find_unique({**named, "name": "B"}) is None


WRONG = [
    (
        {"posts": {"some": {"titel": "x"}}},
        r"where\.posts\.some\.titel: Post has no 'titel' .*Allowed: id, title.*"
        r"Did you mean 'title'\?",
    ),
    ({"posts": {"any": {}}}, r"where\.posts\.any: .*Allowed: some, every, none\."),
    ({"posts": {"some": None}}, r"where\.posts\.some: Takes conditions"),
    ({"posts": None}, r"where\.posts: Takes 'some', 'every' or 'none'"),
    ({"inviter": {"is": {"nme": 1}}}, r"where\.inviter\.is\.nme: User has no"),
    ({"inviter": {"is": {}, "name": "x"}}, r"where\.inviter\.name: .*not both"),
    ({"inviter": 1}, r"where\.inviter: Takes conditions or None"),
    ({"OR": [{}, {"nme": 1}]}, r"where\.OR\.1\.nme: User has no"),
    ({"AND": {"name": {"gt": None}}}, r"where\.AND\.name\.gt: User\.name takes a str"),
    ({"name": {"not": {"in": "x"}}}, r"where\.name\.not\.in: User\.name takes a list"),
    ({"name": {"contains": None}}, r"where\.name\.contains: User\.name takes a str"),
    ({"name": {"contains": 1}}, r"where\.name\.contains: User\.name takes a str"),
    ({"name": {"like": "x"}}, r"where\.name\.like: name has no filter 'like'"),
    ({"role": "boss"}, r"where\.role: User\.role takes one of member, admin"),
    ({"NOT": 1}, r"where\.NOT: Takes conditions"),
]


def test_an_error_says_where_it_is(db: Client) -> None:
    where: Any
    for where, message in WRONG:
        with pytest.raises(InvalidQueryError, match=message):
            db.user.find_many(where)


def test_a_number_beyond_its_column_is_not_found(db: Client) -> None:
    for number in (2**31, -(2**40), 2**70):
        where: list[Any] = [
            {"id": number},
            {"id": {"in": [number, 2**80]}},
            {"id": {"gt": abs(number)}},
        ]
        assert db.user.find_many({"OR": where}) == []
        assert db.user.count({"id": {"lt": abs(number)}}) == 4
    assert ids(db.user.find_many({"id": {"in": (n for n in (1, 2, 2**40))}})) == [1, 2]


def test_the_next_read_by_a_key_takes_any_value(db: Client) -> None:
    for number in (2**40, 1, 2**40, 1):
        found = db.user.find_unique({"id": number})
        assert (found.id if found else None) == (1 if number == 1 else None)
    wrong: list[Any] = ["1", None, {"in": [1]}, 1.5]
    for value in wrong:
        with pytest.raises(InvalidQueryError, match="id"):
            db.user.find_unique({"id": value})
    assert db.user.find_unique({"id": 1}, for_update=True) is not None
    assert db.user.find_unique({"id": 1}, select=["id"]) == {"id": 1}
