"""What the client raises, as answers."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from org_db_client import (
    ClientError,
    ConnectionFailedError,
    ForeignKeyViolationError,
    InvalidValueError,
    NotFoundError,
    PoolTimeoutError,
    TransactionConflictError,
    UniqueViolationError,
)

_STATUS: dict[type[ClientError], int] = {
    NotFoundError: 404,
    UniqueViolationError: 409,
    ForeignKeyViolationError: 409,
    InvalidValueError: 422,
    TransactionConflictError: 503,
    PoolTimeoutError: 503,
    ConnectionFailedError: 503,
}


def answer_errors(app: FastAPI) -> None:
    """Has the app answer each error with its status; the others are faults of ours: 500."""
    for kind in _STATUS:
        app.add_exception_handler(kind, _answer)


async def _answer(_request: Request, error: Exception) -> JSONResponse:
    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    # Not its text, which may have values in it.
    return JSONResponse({"detail": type(error).__name__}, status)
