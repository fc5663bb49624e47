"""SQL that is true of a value that Python can surely read.

PostgreSQL has years beyond 9999, infinity and 24:00; JSON numbers of any length.
"""

from __future__ import annotations


def is_year_of_python(column: str) -> str:
    """Of dates and moments."""
    # A day less at both ends, for the time zone of the session.
    return f"{column} BETWEEN '0001-01-02' AND '9999-12-30'"


def is_time_of_python(column: str) -> str:
    """Of times of the day."""
    return f"{column}::time < '24:00'"


def is_short(column: str) -> str:
    """Of JSON: neither a number nor the nesting can be beyond what Python takes."""
    return f"length({column}::text) < 900"
