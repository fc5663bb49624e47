"""Some fields of each row, and the first of several rows."""

import dataclasses
from typing import Any, NamedTuple, NotRequired, TypedDict

import pytest
from blog import fill
from org_db_client import Client, InvalidQueryError, NotFoundError, enums
from org_db_client._runtime.reads import reads
from org_db_client._runtime.tables.bound_table import TableBinder
from org_db_client._runtime.tables.placement import Placement
from org_db_client._runtime.reads.ranges import Range
from org_db_client._runtime.reads.selections import selection_of
from org_db_client._tables import TABLES


@pytest.fixture(autouse=True)
def rows(db: Client) -> None:
    fill(db)


def test_select_gives_dicts(db: Client) -> None:
    found = db.user.find_many(select=("id", "role"), order_by={"id": "asc"}, take=2)
    assert found == [
        {"id": 1, "role": enums.Role.ADMIN},
        {"id": 2, "role": enums.Role.MEMBER},
    ]
    first: Any = db.post.find_first({"id": 2}, select={"labels": True, "id": False})
    assert first == {"labels": []}
    assert db.post.find_unique({"id": 1}, select=["price", "id", "price"]) == {
        "price": pytest.approx(1.5),
        "id": 1,
    }
    assert db.post.find_unique({"id": 99}, select=["id"]) is None
    with pytest.raises(NotFoundError):
        db.post.find_unique_or_raise({"id": 99}, select=["id"])
    assert db.post.find_many(select=["id"], take=-1) == [{"id": 4}]


@dataclasses.dataclass
class Brief:
    title: str
    id: int
    note: str = "none"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Keywords:
    id: int
    labels: list[str]


class Titled(TypedDict):
    title: str
    extra: NotRequired[int]


class Pair(NamedTuple):
    id: int
    title: str


class Plain:
    id: int
    title: str = "?"

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


def test_into_reads_what_a_class_names(db: Client) -> None:
    assert db.post.find_unique({"id": 1}, into=Brief) == Brief("one", 1)
    assert db.post.find_many(into=Keywords, take=2) == [
        Keywords(id=1, labels=["a", "b"]),
        Keywords(id=2, labels=[]),
    ]
    assert db.post.find_first(into=Titled, take=-1) == {"title": "four"}
    assert db.post.find_unique_or_raise({"id": 1}, into=Pair) == Pair(1, "one")
    plain = db.post.find_first_or_raise({"id": 3}, into=Plain)
    assert vars(plain) == {"id": 3, "title": "three"}


def test_pluck_gives_values(db: Client) -> None:
    assert db.user.pluck("email", {"inviter_id": 1}) == ["bob@x", "cy@x"]
    assert db.user.pluck("role", order_by={"id": "desc"}, take=1) == [enums.Role.MEMBER]
    assert db.post.pluck("labels", {"id": 2}) == [[]]
    assert db.post.pluck("id", take=-2) == [3, 4]
    assert db.user.pluck("role", distinct="role") == ["admin", "member"]


def test_distinct_keeps_the_first_of_each(db: Client) -> None:
    cases: list[tuple[Any, list[int]]] = [
        ({"distinct": ["published"], "order_by": {"id": "desc"}}, [4, 3]),
        ({"distinct": "published"}, [1, 2]),
        (
            {
                "distinct": ["published", "author_id"],
                "order_by": {"views": "desc"},
                "take": 2,
                "skip": 1,
            },
            [1, 2],
        ),
        (
            {
                "distinct": ["published"],
                "order_by": [{"published": "asc"}, {"id": "desc"}],
            },
            [4, 3],
        ),
        ({"distinct": ["published"], "cursor": {"id": 2}}, [2, 3]),
        ({"distinct": ["published"], "order_by": {"id": "asc"}, "take": -1}, [4]),
        ({"distinct": ["author_id"], "order_by": {"views": "asc"}, "take": -2}, [1, 4]),
        (
            {"distinct": ["reviewer_id"], "order_by": {"author": {"name": "desc"}}},
            [4, 3, 2],
        ),
        ({"distinct": ["meta"], "where": {"meta": None}}, [2]),
    ]
    for wanted, ids in cases:
        found = db.post.find_many(**wanted)
        assert [row.id for row in found] == ids, wanted
    assert db.post.count(distinct="author_id") == 3
    first = db.post.find_first(distinct=["published"], order_by={"id": "desc"}, skip=1)
    assert first is not None
    assert first.id == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"select": ["nme"]}, "select: Post has no 'nme'"),
        ({"select": []}, "select: Takes one field"),
        ({"select": "id"}, "select: Takes names"),
        ({"select": ["id"], "into": Brief}, "into: Takes no select"),
        ({"into": int}, "into: int names no field"),
        ({"distinct": ["nme"]}, "distinct: Post has no 'nme'"),
        ({"distinct": 1}, "distinct: Takes names"),
    ],
)
def test_what_cannot_be_read(db: Client, options: Any, message: str) -> None:
    with pytest.raises(InvalidQueryError, match=message):
        db.post.find_many(**options)


def test_a_class_with_fields_that_the_model_does_not_have(db: Client) -> None:
    @dataclasses.dataclass
    class Wrong:
        id: int
        titel: str

    with pytest.raises(
        InvalidQueryError, match="into: Field 'titel' not found .*'title'"
    ):
        db.post.find_many(into=Wrong)
    with pytest.raises(InvalidQueryError, match="field: Post has no 'nme'"):
        db.post.pluck("nme")


def test_what_was_written_is_read_as_asked_for(db: Client) -> None:
    made: Any = {"title": "New", "author": {"connect": {"id": 1}}}
    brief = db.post.create(made, into=Brief)
    assert brief == Brief("New", brief.id)
    assert db.post.create({"title": "Flat", "author_id": 1}, select=["title"]) == {
        "title": "Flat"
    }
    key: Any = {"id": brief.id}
    assert db.post.update(key, {"title": "Newer"}, into=Brief) == Brief(
        "Newer", brief.id
    )
    upserted = db.post.upsert(key, made, {"title": "Newest"}, into=Brief)
    assert upserted == Brief("Newest", brief.id)
    assert db.post.delete(key, into=Brief) == upserted
    assert db.post.delete(key, into=Brief) is None
    assert db.post.update(key, {"title": "x"}, select=["id"]) is None
    with pytest.raises(InvalidQueryError, match="select"):
        db.post.create(made, into=Brief, select=["id"])


@dataclasses.dataclass
class WithAuthor:
    title: str
    author: object = None


def test_a_class_takes_what_was_loaded(db: Client) -> None:
    found: Any = db.post.find_first({"id": 1}, author=db.user.one(), into=WithAuthor)
    assert found.author.id == 1
    assert db.post.find_first({"id": 1}, into=WithAuthor).author is None
    many: Any = db.post.find_many(include={"author": True}, select=["id"], take=1)
    assert [set(one) for one in many] == [{"id", "author"}]
    with pytest.raises(InvalidQueryError, match="Field 'author' not found"):
        db.post.find_first(into=dataclasses.make_dataclass("Needs", ["author"]))


def test_shapes_without_an_end_are_not_kept_without_an_end() -> None:
    table = TableBinder(TABLES, Placement()).bind("Post")
    for number in range(1200):
        made = type("Made", (), {"__annotations__": {"id": int}})
        reads.find_unique(table, {"id": 1}, selection_of(table, into=made))
        if number % 100 == 0:
            any_of = [{"id": n, "views": 5} for n in range(number)]
            reads.find_many(table, Range({"OR": any_of}))
    assert 0 < len(table._selections) <= 1000  # noqa: SLF001
    assert 0 < len(table.queries) <= 1000
    assert max(map(len, table.queries.values())) <= 10_000
