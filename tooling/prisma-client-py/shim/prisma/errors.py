"""The errors, by the names that Prisma Client Python has for them."""

from abc import ABCMeta

import suite_db as ours
from suite_db import (
    ClientError,
    ForeignKeyViolationError,
    TransactionExpiredError,
    UniqueViolationError,
)

PrismaError = DataError = ClientError
FieldNotFoundError = InputError = UnknownRelationalFieldError = ours.InvalidQueryError
RawQueryError = ours.DatabaseError
RecordNotFoundError = ours.NotFoundError


class MissingRequiredValueError(Exception, metaclass=ABCMeta):
    """This client tells what is wrong of what is missing."""


for _name in ("InvalidQueryError", "InvalidValueError", "NotNullViolationError"):
    MissingRequiredValueError.register(getattr(ours, _name))


class TransactionNotStartedError(Exception):
    """There is no such thing: a transaction is a ``with`` block."""


class UnsupportedDatabaseError(Exception):
    """There is no such thing: the database is PostgreSQL."""


__all__ = [
    "ClientError",
    "DataError",
    "FieldNotFoundError",
    "ForeignKeyViolationError",
    "InputError",
    "MissingRequiredValueError",
    "PrismaError",
    "RawQueryError",
    "RecordNotFoundError",
    "TransactionExpiredError",
    "TransactionNotStartedError",
    "UniqueViolationError",
    "UnknownRelationalFieldError",
    "UnsupportedDatabaseError",
]
