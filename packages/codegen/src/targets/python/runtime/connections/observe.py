"""What a client tells of its statements: to a hook, to logging, to OpenTelemetry.

None of them hears of a value, unless the client is told to show them. Where nobody
listens, a statement costs a look at whether somebody does.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Any, TypeAlias, TypeVar

from psycopg import sql as composed

from ..errors import ConfigurationError, shown
from ..tables.placement import without_place
from ..tables.statement import Operation, Statement
from ..values.codecs import is_sequence
from .steps import Steps

R = TypeVar("R")

#: Named like the package: ``logging.getLogger("<package>").setLevel(logging.DEBUG)``.
LOGGER = logging.getLogger(__name__.partition(".")[0])

_DEBUG = logging.DEBUG
#: What the logger has found of levels since any of them was set: asking it takes longer
#: than all else that there is to do where nobody listens.
_levels: Mapping[int, bool] = getattr(LOGGER, "_cache", {})
#: Then OpenTelemetry makes the provider when it is asked for.
_NAMED_PROVIDER = "OTEL_PYTHON_TRACER_PROVIDER" in os.environ
_modules = sys.modules


@dataclass(frozen=True, slots=True)
class Query:
    """A statement that has run, or failed."""

    sql: str
    #: In seconds, with the wait for a connection.
    duration: float
    #: How many rows it returned or changed; None for one that failed.
    rows: int | None
    error: BaseException | None = None
    #: Its values, where the client was told to show them.
    params: Any = None


OnQuery: TypeAlias = Callable[[Query], object]


class Observer:
    """Tells of the statements of one client."""

    def __init__(
        self,
        name: str = "",
        on_query: OnQuery | None = None,
        show_values: bool = False,
        address: tuple[str, int, str] = ("", 0, ""),
    ) -> None:
        if on_query is not None and not callable(on_query):
            raise ConfigurationError(
                f"on_query takes a function, got {shown(on_query)}.", "on_query"
            )
        self._hook = on_query
        self._show_values = show_values
        self._name, _, self._version = name.partition("@")
        self._provider: Any = None
        self._tracer: Any = None
        self._attributes: dict[str, Any] = {
            "db.system.name": "postgresql",
            "server.address": address[0],
            "server.port": address[1],
            "db.namespace": address[2],
        }

    def is_on(self) -> bool:
        """Whether anybody listens."""
        return (
            self._hook is not None
            or (_levels.get(_DEBUG) is not False and LOGGER.isEnabledFor(_DEBUG))
            or ("opentelemetry.trace" in _modules and self._find_tracer() is not None)
        )

    def watch(self, what: Statement[Any] | Operation[Any], steps: Steps[R]) -> Steps[R]:
        """The steps of a statement, of which it tells when they have ended."""
        return self._watch(
            lambda: _text(what.sql, self._show_values),
            what.params,
            steps,
            lambda result: _rows(what, result),
        )

    def watch_act(self, act: str, steps: Steps[None]) -> Steps[None]:
        """The steps that begin or end a transaction."""
        return self._watch(lambda: act, None, steps, lambda _: 0)

    def watch_batch(
        self, statements: Sequence[Statement[Any]], steps: Steps[list[R]]
    ) -> Steps[list[R]]:
        """The steps of statements that are sent together, as one."""

        def count(results: list[R]) -> int:
            pairs = zip(statements, results, strict=True)
            return sum(_rows(what, result) for what, result in pairs)

        params = [value for one in statements for value in one.params]
        more = {"db.operation.batch.size": len(statements)}
        return self._watch(
            lambda: ";\n".join(without_place(one.sql) for one in statements),
            params,
            steps,
            count,
            more,
        )

    def _watch(
        self,
        sql: Callable[[], str],
        params: Any,
        steps: Steps[R],
        count: Callable[[R], int],
        more: Mapping[str, Any] | None = None,
    ) -> Steps[R]:
        span = self._begin_span(sql(), more)
        values = _params(params) if self._show_values else None
        begun = perf_counter()
        try:
            result = yield from steps
        except BaseException as error:
            duration = perf_counter() - begun
            failed = Query(sql(), duration, None, error, values)
            self._tell(failed, span)
            raise
        duration = perf_counter() - begun
        self._tell(Query(sql(), duration, count(result), None, values), span)
        return result

    def _tell(self, query: Query, span: Any) -> None:
        if span is not None:
            _end_span(span, query)
        if LOGGER.isEnabledFor(_DEBUG):
            _log(query)
        if self._hook is not None:
            try:
                self._hook(query)
            except Exception:
                # What looks on does not stop the work.
                LOGGER.exception("on_query has failed")

    def _find_tracer(self) -> Any:
        """OpenTelemetry's, where the service has set one up: it is no dependency."""
        trace: Any = _modules["opentelemetry.trace"]
        # Where nothing is set up, asking for it costs more than it should.
        if getattr(trace, "_TRACER_PROVIDER", self) is None and not _NAMED_PROVIDER:
            return None
        provider: Any = trace.get_tracer_provider()
        if provider is not self._provider:
            self._provider = provider
            is_off = isinstance(
                provider, (trace.ProxyTracerProvider, trace.NoOpTracerProvider)
            )
            self._tracer = (
                None
                if is_off
                else provider.get_tracer(LOGGER.name, self._version or None)
            )
        return self._tracer

    def _begin_span(self, sql: str, more: Mapping[str, Any] | None) -> Any:
        if "opentelemetry.trace" not in _modules:
            return None
        tracer = self._find_tracer()
        if tracer is None:
            return None
        operation, collection = ("BATCH", "") if more else _summary(sql)
        attributes: dict[str, Any] = {
            **self._attributes,
            "db.operation.name": operation,
            "db.query.text": sql,
            "db.query.summary": f"{operation} {collection}".strip(),
            **(more or {}),
        }
        if collection:
            attributes["db.collection.name"] = collection
        trace: Any = _modules["opentelemetry.trace"]
        return tracer.start_span(
            attributes["db.query.summary"],
            kind=trace.SpanKind.CLIENT,
            attributes=attributes,
        )


def _end_span(span: Any, query: Query) -> None:
    error = query.error
    if error is not None:
        trace: Any = _modules["opentelemetry.trace"]
        state = getattr(error, "sqlstate", None)
        if state is not None:
            span.set_attribute("db.response.status_code", state)
        span.set_attribute("error.type", state or type(error).__qualname__)
        # Not its text, and no stack: PostgreSQL's own error has values in it.
        span.set_status(trace.StatusCode.ERROR, type(error).__qualname__)
    elif query.rows is not None:
        span.set_attribute("db.response.returned_rows", query.rows)
    span.end()


def _log(query: Query) -> None:
    milliseconds = query.duration * 1000
    if query.error is None:
        outcome = f"{query.rows} rows"
    else:
        state = getattr(query.error, "sqlstate", None)
        outcome = type(query.error).__name__ + (f" ({state})" if state else "")
    extra = {"sql": query.sql, "duration": query.duration, "rows": query.rows}
    if query.params is None:
        LOGGER.debug("%.2f ms, %s: %s", milliseconds, outcome, query.sql, extra=extra)
    else:
        LOGGER.debug(
            "%.2f ms, %s: %s %r",
            milliseconds,
            outcome,
            query.sql,
            query.params,
            extra=extra,
        )


def _rows(what: Statement[Any] | Operation[Any], result: Any) -> int:
    if is_sequence(result):
        return len(result)
    counts = isinstance(what, Operation) or not what.returns_rows
    if counts and isinstance(result, int):
        return result
    return 0 if result is None else 1


def _params(params: Any) -> Any:
    """As text, where they are PostgreSQL's text already."""
    if not is_sequence(params):
        return params
    return [one.decode() if isinstance(one, bytes) else one for one in params]


def _text(query: Any, show_values: bool) -> str:
    """SQL without the values that a composition has in it."""
    if isinstance(query, str):
        return without_place(query)
    if isinstance(query, bytes):
        return query.decode(errors="replace")
    if isinstance(query, composed.Literal) and not show_values:
        return "?"
    if isinstance(query, composed.Composed):
        return "".join(_text(part, show_values) for part in query)
    if isinstance(query, composed.Composable):
        return query.as_string(None)
    return str(query)


_TABLE = re.compile(
    r'\b(?:FROM|INTO|UPDATE|COPY)\s+(?:"(?:[^"]|"")+"\.|\w+\.)?("(?:[^"]|"")+"|\w+)',
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1024)
def _summary(sql: str) -> tuple[str, str]:
    """The act and the table, for the name of a span: there are few of them."""
    word = _WORD.search(sql)
    table = _TABLE.search(sql)
    name = "" if table is None else table[1]
    if name.startswith('"'):
        name = name[1:-1].replace('""', '"')
    return "" if word is None else word[0].upper(), name


SILENT = Observer()
"""Of a client that was not told whom to tell."""
