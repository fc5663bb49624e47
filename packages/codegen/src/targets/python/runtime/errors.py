"""What can go wrong, as types. Every error of the client is a :class:`ClientError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeGuard

import psycopg
from psycopg import errors as pg

from .tables.constraints import subject

if TYPE_CHECKING:
    from .compatibility import Compatibility

#: The errors of the package: what is listed here is exported by it.
__all__ = [
    "AccessDeniedError",
    "CheckViolationError",
    "ClientClosedError",
    "ClientError",
    "ClientRefusedError",
    "ColumnNotFoundError",
    "ConfigurationError",
    "ConnectionFailedError",
    "ConstraintViolationError",
    "DataError",
    "DatabaseError",
    "ExclusionViolationError",
    "FieldNotFoundError",
    "ForeignKeyViolationError",
    "ForkedConnectionError",
    "InputError",
    "InvalidQueryError",
    "InvalidValueError",
    "MissingArgumentError",
    "MissingRelatedRowError",
    "MissingRequiredValueError",
    "MissingValueError",
    "NotFoundError",
    "NotLoadedError",
    "NotNullViolationError",
    "PoolTimeoutError",
    "PrismaError",
    "RawQueryError",
    "RecordNotFoundError",
    "RelationViolationError",
    "StatementCanceledError",
    "TableNotFoundError",
    "TransactionConflictError",
    "TransactionExpiredError",
    "UniqueViolationError",
    "UnknownEnumValueError",
]


class ClientError(Exception):
    """The base of every error that this package raises. It can be pickled and copied.

    ``model`` and ``fields`` say what it is about, where that is known.
    """

    model: str | None = None
    fields: tuple[str, ...] = ()
    #: Where in the input it is, from the outside in: ``("where", "posts", "some")``.
    path: tuple[str, ...] = ()

    def inside(self, key: str) -> Self:
        """The same, of a part of the input that stands under this key."""
        self.path = (key, *self.path)
        return self

    def __str__(self) -> str:
        text = super().__str__()
        return f"{'.'.join(self.path)}: {text}" if self.path else text

    def of(self, model: str, field: str) -> Self:
        """The same, of a field: the message begins with what it is."""
        if field and not self.fields:
            self.model, self.fields = model, (field,)
            self.args = (f"{model}.{field} {self.args[0]}", *self.args[1:])
        return self

    def add_row(self, key: str) -> None:
        """Says which row it is, by its key."""
        self.args = (f"{self.args[0]} The row: {key}.", *self.args[1:])

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)


def _again(
    kind: type[ClientError], args: tuple[object, ...], state: dict[str, Any]
) -> ClientError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


def _is_object(value: object) -> TypeGuard[Mapping[object, object]]:
    return isinstance(value, Mapping)


def shown(value: object) -> str:
    """What a value is, for messages: they have no values in them."""
    return "None" if value is None else f"a value of the type {type(value).__name__}"


class InvalidQueryError(ClientError, ValueError):
    """A query names something that the schema does not have, or has a wrong shape."""


class MissingArgumentError(InvalidQueryError, TypeError):
    """A method is called without an argument that another one asks for."""


class ConfigurationError(ClientError, ValueError):
    """What the client is told of the database is missing, or cannot be understood.

    ``parameter`` is the name of what is wrong, where it has one.
    """

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class ClientRefusedError(ClientError):
    """The database does not work with this version of the client, which is to say so.

    Nothing was sent. ``compatibility`` is what the database has answered.
    """

    code: ClassVar[str] = "CLIENT_REFUSED"

    def __init__(self, message: str, compatibility: Compatibility) -> None:
        super().__init__(message)
        self.compatibility = compatibility


class NotFoundError(ClientError):
    """A row that is needed is not there; ``fields`` are those that were looked for."""

    @classmethod
    def of_row(cls, model: str, where: object, path: str = "") -> NotFoundError:
        """The error for a row with these conditions, which may be anything."""
        names = tuple(map(str, where)) if _is_object(where) else ()
        by = f" by its {', '.join(names)}" if names else ""
        error = cls(
            f"{path and path + ': '}No {model} was found{by}. The operation depends on "
            "one or more records that were required but not found."
        )
        error.model, error.fields = model, names
        return error


class RelationViolationError(ClientError):
    """A nested write would leave a row without a row that it cannot be without."""


class NotLoadedError(ClientError, AttributeError):
    """A relation of a row is read that was not loaded with it."""

    def __init__(self, model: str, relation: str) -> None:
        super().__init__(
            f"{relation} of this {model} was not loaded. Ask for it where the row is "
            f"read: {relation}=True."
        )


class MissingRelatedRowError(ClientError):
    """A required relation leads to no row: no foreign key holds it, or the row went."""


class UnknownEnumValueError(ClientError):
    """The database holds an enum value that this version of the schema lacks."""

    def __init__(self, enum: str, value: str) -> None:
        super().__init__(
            f"holds {value!r}, which {enum} does not have in this version of the "
            "schema. A newer client may know it, and one that is made with "
            'unknown_enum_values="keep" reads it as an UnknownValue.'
        )
        self.value = value


class PoolTimeoutError(ClientError, TimeoutError):
    """No connection became free in time."""


class ClientClosedError(ClientError, RuntimeError):
    """The client is used after ``close()``."""

    def __init__(self) -> None:
        super().__init__("The client is closed. Make another one to go on.")


class TransactionExpiredError(ClientError):
    """A transaction is used after its block, or in a process forked inside of it."""


class ForkedConnectionError(ClientError):
    """A client with a connection of the caller's is used in a forked process."""

    def __init__(self, owner: int) -> None:
        super().__init__(
            f"The connection was given to the client in process {owner}, from which "
            "this one was forked, and both would read one another's answers. Open "
            "another one here: Client(connection=psycopg.connect(...))."
        )


class DatabaseError(ClientError):
    """PostgreSQL refused a statement. ``__cause__`` is psycopg's own error.

    ``model`` and ``fields`` say what it is about, where PostgreSQL says it. What it
    says of the values is in ``detail`` alone, and in the cause.
    """

    sqlstate: str | None = None
    detail: str | None = None
    schema_name: str | None = None
    table_name: str | None = None
    column_name: str | None = None
    constraint_name: str | None = None

    def __init__(self, error: psycopg.Error | str, advice: str = "") -> None:
        if isinstance(error, str):
            super().__init__(f"{error}\n{advice}" if advice else error)
            return
        diagnostic = error.diag
        self.sqlstate = error.sqlstate
        self.detail = diagnostic.message_detail
        self.schema_name = diagnostic.schema_name
        self.table_name = diagnostic.table_name
        self.column_name = diagnostic.column_name
        self.constraint_name = diagnostic.constraint_name
        self.model, self.fields = subject(
            self.schema_name, self.table_name, self.constraint_name, self.column_name
        )
        said = diagnostic.message_primary or str(error)
        parts = (self._explanation(), said, diagnostic.message_hint, advice)
        super().__init__("\n".join(part for part in parts if part))

    @property
    def constraint(self) -> str | None:
        """The name of the constraint that was violated."""
        return self.constraint_name

    @property
    def _place(self) -> str:
        """The model with its fields."""
        model = self.model or self.table_name or "The row"
        return ".".join((model, ", ".join(self.fields))) if self.fields else model

    def _explanation(self) -> str:
        return ""


class TableNotFoundError(DatabaseError):
    """A table or a view of the schema is not there."""

    def _explanation(self) -> str:
        return (
            "The database has not the tables that this version of the schema has: "
            "migrate it, or have the client look in the right database schema."
        )


class AccessDeniedError(DatabaseError):
    """The role has no right to it, or the version of the client is shut out."""


class ColumnNotFoundError(DatabaseError):
    """A column of the schema, or of SQL of your own, is not there."""

    def _explanation(self) -> str:
        return (
            "The database has not the columns that are asked for. Of a query that the "
            "client makes: migrate it to the version that the client is of."
        )


class ConnectionFailedError(DatabaseError):
    """The database cannot be reached, or the connection was lost."""


class ConstraintViolationError(DatabaseError):
    """A constraint refused the data: ``constraint`` of ``fields`` of ``model``."""


class UniqueViolationError(ConstraintViolationError):
    """A row with the same key exists."""

    def _explanation(self) -> str:
        return f"Unique constraint failed on {self._place}: another row has the same."


class ForeignKeyViolationError(ConstraintViolationError):
    """The row that is pointed at does not exist, or is still pointed at."""

    def _explanation(self) -> str:
        return (
            f"Foreign key constraint failed on the field {self._place}: what it points "
            "at is not there, or may not go."
        )


class NotNullViolationError(ConstraintViolationError):
    """A required field got no value."""

    def _explanation(self) -> str:
        return f"{self._place}: it is required, and got no value."


class CheckViolationError(ConstraintViolationError):
    """A CHECK constraint is not met."""

    def _explanation(self) -> str:
        return f"{self._place}: the check {self.constraint_name} is not met."


class ExclusionViolationError(ConstraintViolationError):
    """An EXCLUDE constraint is not met."""

    def _explanation(self) -> str:
        return f"{self._place}: another row is in the way of {self.constraint_name}."


class InvalidValueError(DatabaseError, InvalidQueryError):
    """A value does not fit its field, or Python: wrong type, out of range, malformed.

    ``model`` and ``fields`` say which field where the client saw it itself, before
    anything was sent, or after it was read.
    """

    def __init__(
        self,
        error: psycopg.Error | str,
        advice: str = "",
        *,
        instead: bytes | None = None,
        cast: str | None = None,
    ) -> None:
        super().__init__(error, advice)
        #: What to compare with, as another type, where the field has no such value.
        self._instead = instead
        self._cast = cast

    @property
    def comparable(self) -> tuple[bytes, str | None] | None:
        """The value for a condition, which no row meets: its text and its type."""
        return None if self._instead is None else (self._instead, self._cast)


class MissingValueError(InvalidValueError, NotNullViolationError):
    """A required field is set to None."""


class TransactionConflictError(DatabaseError):
    """Run the whole transaction again.

    After a serialization failure, a deadlock, or a change of a table in the middle
    of the transaction.
    """

    #: Whether a table has changed, so that its statements are to be prepared anew.
    is_stale = False


class StatementCanceledError(DatabaseError):
    """The statement was canceled, by a timeout or by someone."""


_KINDS: tuple[tuple[type[psycopg.Error], type[DatabaseError]], ...] = (
    (pg.UniqueViolation, UniqueViolationError),
    (pg.ForeignKeyViolation, ForeignKeyViolationError),
    (pg.RestrictViolation, ForeignKeyViolationError),
    (pg.NotNullViolation, NotNullViolationError),
    (pg.CheckViolation, CheckViolationError),
    (pg.ExclusionViolation, ExclusionViolationError),
    (pg.IntegrityError, ConstraintViolationError),
    (pg.SerializationFailure, TransactionConflictError),
    (pg.DeadlockDetected, TransactionConflictError),
    (pg.QueryCanceled, StatementCanceledError),
    (pg.DataError, InvalidValueError),
    (pg.InsufficientPrivilege, AccessDeniedError),
    (pg.UndefinedTable, TableNotFoundError),
    (pg.UndefinedColumn, ColumnNotFoundError),
)


def is_stale(error: psycopg.Error) -> bool:
    """Whether the statement has to be prepared anew.

    A table has changed since, or a pooler or ``DISCARD ALL`` has taken away what was
    prepared. The message comes in the language of the server, the function does not.
    """
    if isinstance(error, pg.FeatureNotSupported):
        return error.diag.source_function == "RevalidateCachedQuery"
    # Other names are the caller's own.
    is_ours = "_pg3_" in (error.diag.message_primary or "")
    return is_ours and isinstance(
        error, (pg.InvalidSqlStatementName, pg.DuplicatePreparedStatement)
    )


def stale_in_transaction(error: psycopg.Error) -> TransactionConflictError:
    """The error where a statement cannot be prepared anew before the next attempt."""
    conflict = TransactionConflictError(
        error,
        "A statement that this connection had prepared is no longer valid: a table "
        "has changed since. Run the whole transaction again.",
    )
    conflict.is_stale = True
    return conflict


def translate(error: psycopg.Error) -> DatabaseError:
    """The client's error for one of psycopg's."""
    for theirs, ours in _KINDS:
        if isinstance(error, theirs):
            return ours(error)
    # Without a SQLSTATE it was libpq and not the server that failed.
    state = error.sqlstate
    lost = isinstance(error, psycopg.OperationalError) and (
        state is None or state[:2] in ("08", "57")
    )
    return ConnectionFailedError(error) if lost else DatabaseError(error)


PrismaError = DataError = ClientError
RecordNotFoundError = NotFoundError
FieldNotFoundError = InputError = InvalidQueryError
MissingRequiredValueError = NotNullViolationError
RawQueryError = DatabaseError
