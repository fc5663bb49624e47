"""Every type of column: what goes in comes out, and is found by its value."""

import datetime
import decimal
import re
import uuid
from typing import Any

import pytest
from org_db_client import JSON_NULL, Client, InvalidQueryError, enums

UTC = datetime.UTC
BERLIN = datetime.timezone(datetime.timedelta(hours=2))
MOMENT = datetime.datetime(2024, 2, 29, 12, 30, 15, 123000, tzinfo=UTC)

VALUES: dict[str, Any] = {
    "text": 'it\'s "quoted" \\ %s $1 \U0001f600\n',
    "varchar": "short",
    "char": "abcde",
    "citext": "CaSe",
    "xml": "<a>1</a>",
    "inet": "10.0.0.0/24",
    "bit": "101",
    "varbit": "1011",
    "boolean": False,
    "int": -(2**31),
    "smallint": 2**15 - 1,
    "oid": 2**31 - 1,
    "bigint": 2**63 - 1,
    "float": 1e300,
    "real": 0.5,
    "decimal": decimal.Decimal("12345678901234567890.000000000000000000000000000001"),
    "money": decimal.Decimal("1234.56"),
    "timestamp": MOMENT,
    "timestamptz": MOMENT,
    "date": datetime.date(2024, 2, 29),
    "time": datetime.time(23, 59, 59, 999999),
    "timetz": datetime.time(1, 2, 3, tzinfo=BERLIN),
    "json": {"a": [1, 2.5, None, True, {"b": "c"}]},
    "jsonb": [1, "two", {"three": None}],
    "bytes": bytes(range(256)),
    "status": enums.ReviewStatus.PUBLISHED,
    "mood": enums.Mood.BAD,
    "uuid": uuid.uuid4(),
    "texts": ["", 'a,"b"', "{}", "\\", "NULL"],
    "citexts": ["A", "b"],
    "ints": [1, 100_000],
    "bigints": [1, 2**62],
    "floats": [0.1, -2.5],
    "decimals": [decimal.Decimal("0.100000000000000000000000000000")],
    "booleans": [True, False],
    "timestamps": [MOMENT],
    "dates": [datetime.date(1, 1, 1)],
    "uuids": [uuid.uuid4(), uuid.uuid4()],
    "inets": ["192.168.0.1", "::1"],
    "bits": ["1", "0101"],
    "jsons": [{"a": 1}, [2], "three", 4, None],
    "blobs": [b"", b"\x00\xff"],
    "statuses": [enums.ReviewStatus.IN_REVIEW, enums.ReviewStatus.PUBLISHED],
}

REQUIRED = [
    "varchar",
    "char",
    "int",
    "bigint",
    "float",
    "decimal",
    "timestamp",
    "timestamptz",
    "date",
    "time",
    "timetz",
    "json",
    "bytes",
    "status",
]
MINIMAL: Any = {name: VALUES[name] for name in REQUIRED}


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_round_trip(url: str, db: Client, zone: str) -> None:
    with Client(url, options=f"-c TimeZone={zone}") as client:
        created = client.everything.create(VALUES)  # type: ignore[arg-type]
        read = db.everything.find_unique({"id": created.id})
    assert read == created
    assert created.id.version == 7
    for name, value in VALUES.items():
        assert getattr(created, name) == value, name
        if not isinstance(value, (list, dict)):
            assert type(getattr(created, name)) is type(value), name
    assert created.timestamp.utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize("name", VALUES)
def test_equality(db: Client, name: str) -> None:
    db.everything.create(VALUES)  # type: ignore[arg-type]
    where: Any = {name: {"equals": VALUES[name]}}
    assert db.everything.count(where) == 1
    assert db.everything.count({"NOT": where}) == 0
    if not isinstance(VALUES[name], (list, dict)) and name != "json":
        assert db.everything.count({name: VALUES[name]}) == 1  # type: ignore[misc]
        values: Any = {name: {"in": [VALUES[name]]}}
        assert db.everything.count(values) == 1
        values = {name: {"not_in": [VALUES[name]]}}
        assert db.everything.count(values) == 0


@pytest.mark.parametrize(
    "name",
    # A JSON array is no list of the database.
    [n for n, value in VALUES.items() if isinstance(value, list) and n != "jsonb"],
)
def test_list_filters(db: Client, name: str) -> None:
    db.everything.create(VALUES)  # type: ignore[arg-type]
    first = VALUES[name][0]
    for filters in (
        {"has": first},
        {"has_every": [first]},
        {"has_some": [first]},
        {"is_empty": False},
    ):
        assert db.everything.count({name: filters}) == 1, filters  # type: ignore[misc]
    assert db.everything.count({name: {"is_empty": True}}) == 0  # type: ignore[misc]
    pushed = db.everything.update_many(data={name: {"push": [first]}})  # type: ignore[misc]
    assert pushed == 1
    row = db.everything.find_first_or_raise()
    assert getattr(row, name) == [*VALUES[name], first]


def test_nothing_given(db: Client) -> None:
    row = db.everything.create(MINIMAL)
    assert (row.text, row.boolean, row.mood, row.jsonb) == ("x", True, None, None)
    assert row.texts == row.statuses == row.jsons == []
    # As the Node client leaves them: NULL, which reads as an empty list.
    assert db.everything.count({"texts": None, "statuses": {"equals": None}}) == 1
    assert db.everything.count({"texts": {"is_empty": True}}) == 0
    db.everything.update_many(data={"texts": []})
    assert db.everything.count({"texts": {"is_empty": True}}) == 1
    assert db.everything.count({"statuses": {"is_empty": True}}) == 0


def test_every_optional_field_takes_none(db: Client) -> None:
    optional = [name for name in VALUES if name not in REQUIRED][1:]
    optional = [name for name in optional if not isinstance(VALUES[name], list)]
    optional = [n for n in (*optional, "jsonb") if n != "boolean"]
    row = db.everything.create({**MINIMAL, **dict.fromkeys(optional)})
    for name in optional:
        assert getattr(row, name) is None
        assert db.everything.count({name: None}) == 1, name  # type: ignore[misc]
        absent: Any = {name: {"not": None}}
        assert db.everything.count(absent) == 0, name


def test_json_null_and_sql_null(db: Client) -> None:
    sql_null = db.everything.create({**MINIMAL, "jsonb": None})
    json_null = db.everything.create({**MINIMAL, "jsonb": JSON_NULL, "json": None})
    assert sql_null.jsonb is None
    assert json_null.jsonb is None
    assert [r.id for r in db.everything.find_many({"jsonb": None})] == [sql_null.id]
    found = db.everything.find_many({"jsonb": {"equals": JSON_NULL}})
    assert [r.id for r in found] == [json_null.id]
    found = db.everything.find_many({"json": {"equals": None}})
    assert [r.id for r in found] == [json_null.id]
    db.everything.update({"id": sql_null.id}, {"jsonb": {"set": {"a": 1, "b": 2}}})
    found = db.everything.find_many({"jsonb": {"contains": {"set": {"a": 1}}}})
    assert [r.id for r in found] == [sql_null.id]


def test_naive_times_are_utc(db: Client) -> None:
    naive = MOMENT.replace(tzinfo=None)
    data: Any = {**MINIMAL, "timestamp": naive, "timestamptz": naive}
    row = db.everything.create(data)
    assert row.timestamp == row.timestamptz == MOMENT
    shifted: Any = {**MINIMAL, "timestamp": MOMENT.astimezone(BERLIN)}
    assert db.everything.create(shifted).timestamp == MOMENT


def test_text_that_is_too_long_is_refused_and_not_cut(db: Client) -> None:
    for wrong in ({"varchar": "x" * 21}, {"char": "abcdef"}, {"bit": "1011"}):
        with pytest.raises(Exception, match=r"too long|does not match"):
            db.everything.create({**MINIMAL, **wrong})


def test_case_insensitive_column(db: Client) -> None:
    db.everything.create({**MINIMAL, "citext": "Straight", "citexts": ["A"]})
    assert db.everything.count({"citext": "sTRAIGHT"}) == 1
    assert db.everything.count({"citext": {"in": ["STRAIGHT"]}}) == 1
    assert db.everything.count({"citexts": {"has": "a"}}) == 1
    # As Prisma has it: whole values are compared without case, parts with it.
    assert db.everything.count({"citext": {"contains": "TRAI"}}) == 0
    assert db.everything.count({"citext": {"starts_with": "Str"}}) == 1
    folded: Any = {"ends_with": "GHT", "mode": "insensitive"}
    assert db.everything.count({"citext": folded}) == 1


def test_enum_takes_names_and_refuses_others(db: Client) -> None:
    row = db.everything.create({**MINIMAL, "status": "inReview"})
    assert row.status is enums.ReviewStatus.IN_REVIEW
    stored = db.query_raw('SELECT status::text AS status FROM "Everything"')
    assert stored == [{"status": "in-review"}]
    with pytest.raises(InvalidQueryError, match="draft, inReview, published"):
        db.everything.create({**MINIMAL, "status": "in-review"})


def test_identifiers_made_by_the_client(db: Client) -> None:
    rows = [
        db.membership.create({"tenant_id": number, "user_id": "u"})
        for number in range(50)
    ]
    patterns = {
        "nanoid": r"[\w-]{10}",
        "ulid": r"[0-7][0-9A-HJKMNP-TV-Z]{25}",
        "cuid2": r"[a-z][0-9a-z]{23}",
        "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    }
    for name, pattern in patterns.items():
        made = {getattr(row, name) for row in rows}
        assert len(made) == len(rows)
        assert all(re.fullmatch(pattern, value) for value in made), name
    author = db.author.create({"email": "e", "first_name": "f"})
    review = db.review.create({"title": "t", "rating": 1, "author_id": author.id})
    assert re.fullmatch(r"c[0-9a-z]{24}", review.slug)
