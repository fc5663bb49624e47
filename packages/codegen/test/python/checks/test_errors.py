"""Errors say which model and fields they are about, and travel between processes."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import org_db_client
import psycopg
import pytest
from conftest import URL
from org_db_client import (
    CheckViolationError,
    Client,
    ClientError,
    DatabaseError,
    ForeignKeyViolationError,
    InvalidValueError,
    MissingValueError,
    NotFoundError,
    NotNullViolationError,
    StatementCanceledError,
    TableNotFoundError,
    UniqueViolationError,
)
from org_db_client._runtime import errors
from test_values import MINIMAL

SECRET = "ada@example.org"
ADA: Any = {"email": SECRET, "first_name": "Ada", "last_name": "L"}


def test_a_key_that_is_taken(both: Client) -> None:
    both.author.create(ADA)
    with pytest.raises(UniqueViolationError) as taken:
        both.author.create({**ADA, "first_name": "Bob"})
    error = taken.value
    assert (error.model, error.fields) == ("Author", ("email",))
    assert error.constraint == error.constraint_name == "authors_email_key"
    assert error.sqlstate == "23505"
    assert "Author.email: another row has the same" in str(error)
    assert SECRET not in str(error)
    assert SECRET in str(error.detail)
    # As the schema calls the fields, not the database.
    with pytest.raises(UniqueViolationError) as pair:
        both.author.create({**ADA, "email": "other"})
    assert pair.value.fields == ("first_name", "last_name")
    both.membership.create({"tenant_id": 1, "user_id": "u"})
    with pytest.raises(UniqueViolationError) as primary:
        both.membership.create({"tenant_id": 1, "user_id": "u"})
    assert primary.value.model == "Membership"
    assert primary.value.fields == ("tenant_id", "user_id")


def test_a_row_that_is_not_there(both: Client) -> None:
    review: Any = {"title": "t", "rating": 1, "author_id": 99, "slug": "s"}
    with pytest.raises(ForeignKeyViolationError) as missing:
        both.review.create(review)
    assert (missing.value.model, missing.value.fields) == ("Review", ("author_id",))
    assert missing.value.constraint == "Review_author_fkey"
    author = both.author.create(ADA)
    other = both.author.create(
        {"email": "b", "first_name": "b", "mentor_id": author.id}
    )
    assert other.mentor_id == author.id
    with pytest.raises(ForeignKeyViolationError) as pointed_at:
        both.execute_raw("UPDATE authors SET id = 99 WHERE id = %s", [author.id])
    assert pointed_at.value.model == "Author"


def test_a_value_that_is_missing(both: Client) -> None:
    author = both.author.create(ADA)
    with pytest.raises(NotNullViolationError) as missing:
        both.review.create({"title": "t", "author_id": author.id})  # type: ignore[typeddict-item]
    assert (missing.value.model, missing.value.fields) == ("Review", ("rating",))
    nothing: Any = {"first_name": None}
    with pytest.raises(MissingValueError, match="takes a str, got None") as given:
        both.author.update({"id": author.id}, nothing)
    assert isinstance(given.value, (NotNullViolationError, InvalidValueError))
    assert (given.value.model, given.value.fields) == ("Author", ("first_name",))


def test_a_check(both: Client) -> None:
    author = both.author.create(ADA)
    with pytest.raises(CheckViolationError) as check:
        both.review.create({"title": "t", "rating": 6, "author_id": author.id})
    assert check.value.model == "Review"
    assert "Review: the check rating_in_range" in str(check.value)


def test_a_table_that_is_not_there(both: Client) -> None:
    with pytest.raises(TableNotFoundError, match="migrate it"):
        both.query_raw("SELECT * FROM nowhere")


def test_a_table_of_another_schema(db: Client) -> None:
    """Of the same name: it is not the model."""
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS other")
        connection.execute("CREATE TABLE IF NOT EXISTS other.authors (id int UNIQUE)")
    with pytest.raises(UniqueViolationError) as taken:
        db.execute_raw("INSERT INTO other.authors VALUES (1), (1)")
    assert (taken.value.model, taken.value.fields) == (None, ())
    assert taken.value.constraint == "authors_id_key"


def kinds() -> list[type[ClientError]]:
    found: list[type[ClientError]] = [ClientError]
    for kind in found:
        found += [one for one in kind.__subclasses__() if one not in found]
    return found


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_kind_can_be_pickled_and_copied(kind: type[ClientError]) -> None:
    error = kind.__new__(kind, "message", "more")
    error.model, error.fields = "Author", ("email",)
    error.__dict__["sqlstate"] = "23505"
    for made in (
        pickle.loads(pickle.dumps(error)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(made) is kind
        assert made.args == error.args
        assert made.__dict__ == error.__dict__
        assert str(made) == str(error)
    assert kind.__name__ in org_db_client.__all__


def raised() -> list[ClientError]:
    """Errors as the client raises them."""
    found: list[ClientError] = []
    with Client(URL) as client:
        for call in (
            lambda: client.author.create({**ADA, "id": 1}),
            lambda: client.author.create({**ADA, "id": 1}),
            lambda: client.author.find_unique_or_raise({"id": 9}),
            lambda: client.author.create({"nope": 1}),  # type: ignore[typeddict-item]
            lambda: client.author.create({**ADA, "id": 1.5}),
            lambda: client.query_raw("SELECT nope"),
            lambda: client.everything.create({**MINIMAL, "varchar": "x" * 30}),
            lambda: client.author.find_many()[0].mentor,
        ):
            try:
                call()
            except ClientError as error:
                found.append(error)
    try:
        client.author.count()
    except ClientError as error:
        found.append(error)
    return found


def test_what_is_raised_can_be_pickled(db: Client) -> None:
    made = raised()
    assert len(made) == 8
    for error in made:
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
        assert again.__dict__ == error.__dict__


def _fails() -> None:
    with Client(URL) as client:
        client.author.create({**ADA, "id": 1})


def test_an_error_of_another_process(db: Client) -> None:
    db.author.create({**ADA, "id": 1})
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(UniqueViolationError) as error,
    ):
        pool.submit(_fails).result()
    assert error.value.model == "Author"


def test_no_value_in_a_message(both: Client) -> None:
    for error in raised():
        assert SECRET not in str(error)
    with pytest.raises(NotFoundError) as nothing:
        both.author.find_unique_or_raise({"email": f"not-{SECRET}"})
    assert SECRET not in str(nothing.value)
    assert nothing.value.model == "Author"
    with pytest.raises(ClientError) as wrong:
        both.author.update({"email": SECRET}, {"first_name": {"nope": SECRET}})  # type: ignore[typeddict-item]
    assert SECRET not in str(wrong.value)
    with pytest.raises(ClientError) as condition:
        both.author.find_many({"AND": SECRET})  # type: ignore[typeddict-item]
    assert SECRET not in str(condition.value)


def test_the_names_of_prisma_client_python() -> None:
    for theirs, ours in {
        "PrismaError": ClientError,
        "DataError": ClientError,
        "RecordNotFoundError": NotFoundError,
        "MissingRequiredValueError": NotNullViolationError,
        "RawQueryError": DatabaseError,
        "TableNotFoundError": TableNotFoundError,
        "UniqueViolationError": UniqueViolationError,
        "ForeignKeyViolationError": ForeignKeyViolationError,
    }.items():
        assert getattr(org_db_client, theirs) is ours
        assert getattr(errors, theirs) is ours


def test_a_canceled_statement(both: Client) -> None:
    with pytest.raises(StatementCanceledError) as canceled, both.transaction() as tx:
        tx.execute_raw("SET LOCAL statement_timeout = 20")
        tx.query_raw("SELECT pg_sleep(5)")
    assert canceled.value.sqlstate == "57014"
