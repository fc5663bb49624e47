"""``order_by`` to SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from ..errors import ClientError, InvalidQueryError
from ..tables.bound_table import BoundRelation, BoundTable, comparable, reference
from ..tables.statement import Params
from ..tables.table import Column
from ..values.codecs import is_mapping, is_sequence
from .joins import COUNT, counted_side, other_side

OrderBy: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None

Nulls: TypeAlias = Literal["first", "last"]
#: The SQL of something, where the table that is ordered is called so.
Expression: TypeAlias = Callable[[str], str]


_OPPOSITE: Mapping[Nulls, Nulls] = {"first": "last", "last": "first"}


@dataclass(frozen=True, slots=True)
class Term:
    """One of the things that rows are ordered by."""

    expression: Expression
    nullable: bool
    descending: bool = False
    #: Where NULLs go; where nobody says it, PostgreSQL takes them for the greatest.
    nulls: Nulls | None = None
    #: The column, of a term that is one of the table's own.
    column: str | None = None

    @property
    def nulls_first(self) -> bool:
        """Whether rows without a value come before the others."""
        return self.descending if self.nulls is None else self.nulls == "first"

    def reversed(self) -> Term:
        """The same in the opposite order."""
        nulls = _OPPOSITE[self.nulls] if self.nulls else None
        return replace(self, descending=not self.descending, nulls=nulls)

    def sql(self, alias: str) -> str:
        """The term in an ORDER BY."""
        nulls = f" NULLS {self.nulls.upper()}" if self.nulls else ""
        return f"{self.expression(alias)} {'DESC' if self.descending else 'ASC'}{nulls}"


@dataclass(frozen=True, slots=True)
class Join:
    """A table that is joined to order by what it holds."""

    relation: BoundRelation
    number: int
    parent: Join | None
    is_count: bool

    def alias(self, alias: str) -> str:
        """What it is called, where the table that is ordered is called so."""
        return f"{alias}o{self.number}"

    def sql(self, alias: str) -> str:
        """The join."""
        near = alias if self.parent is None else self.parent.alias(alias)
        side = counted_side if self.is_count else other_side
        source, link = side(self.relation, near, self.alias(alias))
        return f" LEFT JOIN {source} ON {link}"


class Order:
    """Terms, and the joins that they need. The first term weighs most."""

    def __init__(self, terms: Sequence[Term] = (), joins: Sequence[Join] = ()) -> None:
        self.terms = tuple(terms)
        self._joins = tuple(joins)

    def reversed(self) -> Order:
        """The opposite order."""
        return Order([term.reversed() for term in self.terms], self._joins)

    def then(self, table: BoundTable[Any], key: Sequence[str]) -> Order:
        """The same order, in which rows are told apart by a key in the end."""
        ordered = {term.column for term in self.terms}
        rest = [column_term(table, name) for name in key if name not in ordered]
        return Order([*self.terms, *rest], self._joins)

    def named(self, template: str) -> Order:
        """The same of a table that has what the terms are in columns called so."""
        terms = [
            replace(term, expression=_column_called(template.format(number)))
            for number, term in enumerate(self.terms)
        ]
        return Order(terms)

    def joins(self, alias: str = "t0") -> str:
        """What stands behind the table in FROM, with a leading space, or nothing."""
        return "".join(join.sql(alias) for join in self._joins)

    def sql(self, alias: str = "t0") -> str:
        """What stands behind ORDER BY, or nothing."""
        return ", ".join(term.sql(alias) for term in self.terms)


def _column_called(name: str) -> Expression:
    return lambda alias: f"{alias}.{name}"


def order_of(table: BoundTable[Any], order_by: OrderBy, params: Params) -> Order:
    """What an ``order_by`` means."""
    reading = _Reading(params)
    try:
        terms = list(reading.steps(table, order_by or (), None))
    except ClientError as error:
        error.inside("order_by")
        raise
    return Order(terms, reading.joins)


def column_term(table: BoundTable[Any], name: str) -> Term:
    """The order of a column, from the least to the greatest."""
    column = table.by_name[name]
    return Term(lambda alias: comparable(column, alias), column.nullable, column=name)


class _Reading:
    """Reads an ``order_by``, and finds out what has to be joined."""

    def __init__(self, params: Params) -> None:
        self.joins: list[Join] = []
        self._params = params

    def steps(
        self, table: BoundTable[Any], order_by: object, join: Join | None
    ) -> Iterator[Term]:
        if is_mapping(order_by):
            yield from self._step(table, order_by, join)
        elif is_sequence(order_by):
            for index, step in enumerate(order_by):
                if not is_mapping(step):
                    raise _wrong_step(step).inside(str(index))
                yield from self._step(table, step, join)
        else:
            raise _wrong_step(order_by)

    def _step(
        self, table: BoundTable[Any], step: Mapping[str, object], join: Join | None
    ) -> Iterator[Term]:
        for name, value in step.items():
            try:
                yield from self._term(table, name, value, join)
            except ClientError as error:
                error.inside(name)
                raise

    def _term(
        self, table: BoundTable[Any], name: str, value: object, join: Join | None
    ) -> Iterator[Term]:
        column = table.by_name.get(name)
        relation = table.relations.get(name)
        if column is not None:
            yield directed(_of_column(column, join), value)
        elif relation is not None and relation.relation.kind == "many":
            yield self._count(relation, value, join)
        elif relation is not None:
            if not is_mapping(value):
                raise InvalidQueryError(
                    f"Takes the order of {relation.target.table.name}, as "
                    f"{{'<field>': 'asc'}}; got {value!r}."
                )
            joined = self._join(relation, join, is_count=False)
            yield from self.steps(relation.target, value, joined)
        elif name == "_relevance":
            yield self._relevance(table, value, join)
        else:
            allowed = [*table.by_name, *table.relations, "_relevance"]
            raise table.unknown(name, "order_by", allowed)

    def _join(
        self, relation: BoundRelation, parent: Join | None, *, is_count: bool
    ) -> Join:
        for join in self.joins:
            if (join.relation, join.parent, join.is_count) == (
                relation,
                parent,
                is_count,
            ):
                return join
        join = Join(relation, len(self.joins) + 1, parent, is_count)
        self.joins.append(join)
        return join

    def _count(
        self, relation: BoundRelation, value: object, parent: Join | None
    ) -> Term:
        if not is_mapping(value) or list(value) != ["_count"]:
            raise InvalidQueryError(
                "A list of rows is ordered by how many there are: "
                f"{{'_count': 'asc' | 'desc'}}; got {value!r}."
            )
        join = self._join(relation, parent, is_count=True)
        term = Term(
            lambda alias: f"coalesce({join.alias(alias)}.{COUNT}, 0)", nullable=False
        )
        try:
            return directed(term, value["_count"])
        except ClientError as error:
            error.inside("_count")
            raise

    def _relevance(
        self, table: BoundTable[Any], value: object, join: Join | None
    ) -> Term:
        if not is_mapping(value) or not value.keys() >= {"fields", "search", "sort"}:
            raise InvalidQueryError(
                "Takes {'fields': [...], 'search': '...', 'sort': 'asc' | 'desc'}; "
                f"got {value!r}."
            )
        fields, search = value["fields"], value["search"]
        names = [fields] if isinstance(fields, str) else fields
        if not is_sequence(names) or not names or not isinstance(search, str):
            raise InvalidQueryError(
                f"Takes the names of fields, and a query as text; got {value!r}."
            )
        columns = [table.column(str(name), "_relevance") for name in names]
        query = self._params.add(search, "text")

        def rank(alias: str) -> str:
            of = alias if join is None else join.alias(alias)
            texts = ", ".join(reference(column, of) for column in columns)
            return f"ts_rank(to_tsvector(concat_ws(' ', {texts})), to_tsquery({query}))"

        return directed(Term(rank, nullable=False), value["sort"])


def _of_column(column: Column, join: Join | None) -> Term:
    if join is None:
        return Term(
            lambda alias: comparable(column, alias),
            column.nullable,
            column=column.name,
        )
    # A row that is not there has no value.
    return Term(lambda alias: comparable(column, join.alias(alias)), nullable=True)


_NULLS: Mapping[object, Nulls | None] = {None: None, "first": "first", "last": "last"}


def directed(term: Term, direction: object) -> Term:
    """The term in the direction that an ``order_by`` gives."""
    nulls: object = None
    if is_mapping(direction) and direction.keys() <= {"sort", "nulls"}:
        nulls, direction = direction.get("nulls"), direction.get("sort")
    if direction not in ("asc", "desc") or nulls not in _NULLS:
        raise InvalidQueryError(
            "Takes 'asc', 'desc' or "
            "{'sort': 'asc' | 'desc', 'nulls': 'first' | 'last'}."
        )
    return replace(term, descending=direction == "desc", nulls=_NULLS[nulls])


def _wrong_step(step: object) -> InvalidQueryError:
    return InvalidQueryError(
        f"Takes a dict with a direction for each field, or a list of them; got {step!r}."
    )
