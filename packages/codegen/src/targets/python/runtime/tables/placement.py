"""The database schema in which a client looks for its tables."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import ConfigurationError
from .statement import quoted

#: Where the tables are of which versions have views.
_BASE = "public"
#: In SQL that is made before it is known where the tables are. No identifier has it.
_OPEN = "\0"


class Placement:
    """Where the tables are of a client: known at once, or when the database has answered.

    ``schema`` is what the caller says. ``own`` is the schema of the version, with views
    of the tables in ``public``; ``versioned`` says whether it is used, or is None where
    it is as soon as the database has it.
    """

    def __init__(
        self,
        schema: str | None = None,
        own: str = "",
        versioned: bool | None = False,
    ) -> None:
        elsewhere = schema not in (None, _BASE)
        if versioned and elsewhere:
            raise ConfigurationError(
                f"Two schemas are named: versioned is the schema {own}, and schema is "
                f"{schema}. Leave one of them out."
            )
        self._schema = schema
        self.own = own
        self._versioned = False if elsewhere else versioned
        #: Called when it has become known.
        self.when_known: Callable[[], None] = lambda: None

    def is_known(self) -> bool:
        """Whether SQL can be sent."""
        return self._versioned is not None

    def decide(self, *, versioned: bool) -> None:
        """Has it known, unless it is: the database has the schema of the version, or not."""
        if self._versioned is None:
            self._versioned = versioned
            self.when_known()

    def prefix(self, namespace: str | None) -> str:
        """What stands in SQL before the name of a table.

        ``namespace`` is the database schema that the schema language names for it.
        """
        if namespace not in (None, _BASE):
            return quoted(namespace) + "."
        if self._versioned is None:
            return _open(namespace)
        schema = self.own if self._versioned else namespace or self._schema
        return "" if schema is None else quoted(schema) + "."

    def filled_in(self, sql: str) -> str:
        """The SQL, which may have been made before it was known where the tables are."""
        if _OPEN not in sql:
            return sql
        for namespace in (None, _BASE):
            sql = sql.replace(_open(namespace), self.prefix(namespace))
        return sql


def _open(namespace: str | None) -> str:
    return quoted(_OPEN + (namespace or "")) + "."


def without_place(sql: str) -> str:
    """The SQL for who looks on before it is known where the tables are."""
    if _OPEN not in sql:
        return sql
    return sql.replace(_open(None), "").replace(_open(_BASE), f'"{_BASE}".')
