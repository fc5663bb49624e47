"""Conditions as tokens: what their SQL depends on, beside their values.

``where`` is walked once. The walk gives tokens and values; the SQL of the same tokens
is the same, and is written when they are seen for the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias

from ..reads.joins import inner_alias, other_side
from ..tables.bound_table import BoundRelation, reference

Place: TypeAlias = Callable[[str | None], str]


class Token(Protocol):
    """A part of a condition, with the parts that follow it where it takes some.

    ``alias`` is the table that it is about. Below an odd number of NOTs a condition
    is ``negated``: what is unknown there must not become false, since it would then
    become true.
    """

    def sql(self, writer: Writer, alias: str, negated: bool, /) -> str:
        """The condition in SQL; nothing for one that is empty."""
        ...


class Shape:
    """What a walk has found so far."""

    __slots__ = ("searches", "tokens", "values")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.values: list[bytes | None] = []
        #: Whether words are looked for in a text.
        self.searches = False

    def cut(self, tokens: int, values: int) -> None:
        """Forgets all but so many tokens and values."""
        del self.tokens[tokens:]
        del self.values[values:]


class Writer:
    """Writes tokens as SQL, with places for values after the first ``places``."""

    def __init__(self, tokens: Sequence[Token], places: int) -> None:
        self._tokens: Iterator[Token] = iter(tokens)
        self._places = places

    def place(self, cast: str | None) -> str:
        """The placeholder of the next value."""
        self._places += 1
        place = f"${self._places}"
        return place if cast is None else f"{place}::{cast}"

    def operand(self, alias: str, negated: bool) -> str:
        """The next condition."""
        return next(self._tokens).sql(self, alias, negated)

    def group(self, alias: str, negated: bool) -> list[str]:
        """The conditions up to the end of a group, without the empty ones."""
        parts: list[str] = []
        for token in self._tokens:
            if token is END:
                break
            part = token.sql(self, alias, negated)
            if part:
                parts.append(part)
        return parts


class _End:
    def sql(self, _writer: Writer, _alias: str, _negated: bool) -> str:
        return ""


class _All:
    def sql(self, writer: Writer, alias: str, negated: bool) -> str:
        parts = writer.group(alias, negated)
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})" * bool(parts)


class _Any:
    def sql(self, writer: Writer, alias: str, negated: bool) -> str:
        parts = writer.group(alias, negated)
        return f"({' OR '.join(parts)})" if parts else "FALSE"


class _Not:
    def sql(self, writer: Writer, alias: str, negated: bool) -> str:
        part = writer.operand(alias, not negated)
        return f"(NOT {part})" if part else ""


#: ``ALL`` and ``ANY`` take what follows up to ``END``, ``NOT`` takes the next one.
END: Token = _End()
ALL: Token = _All()
ANY: Token = _Any()
NOT: Token = _Not()


class Leaf:
    """A condition on a row without others in it."""

    __slots__ = ("_write",)

    def __init__(self, write: Callable[[str, Place], str]) -> None:
        self._write = write

    def sql(self, writer: Writer, alias: str, _negated: bool) -> str:
        return self._write(alias, writer.place)


class RelatedToken:
    """That there is a row on the other side that meets the next condition."""

    __slots__ = ("_relation",)

    def __init__(self, relation: BoundRelation) -> None:
        self._relation = relation

    def exists(self, alias: str, condition: str) -> str:
        """True where there is a row with the condition."""
        inner = inner_alias(alias)
        source, link = other_side(self._relation, alias, inner)
        also = f" AND {condition}" if condition else ""
        return f"EXISTS (SELECT 1 FROM {source} WHERE {link}{also})"


class Some(RelatedToken):
    """``some``."""

    def sql(self, writer: Writer, alias: str, _negated: bool) -> str:
        return self.exists(alias, writer.operand(inner_alias(alias), False))


class Nothing(RelatedToken):
    """``none``."""

    def sql(self, writer: Writer, alias: str, _negated: bool) -> str:
        condition = writer.operand(inner_alias(alias), False)
        return f"(NOT {self.exists(alias, condition)})"


class Every(RelatedToken):
    """``every``: a row of which it is unknown does not stand in the way."""

    def sql(self, writer: Writer, alias: str, _negated: bool) -> str:
        condition = writer.operand(inner_alias(alias), True)
        if not condition:
            return "TRUE"
        return f"(NOT {self.exists(alias, f'(NOT {condition})')})"


class Is(RelatedToken):
    """``is``: unknown where it is unknown of the row, and false without a row."""

    def sql(self, writer: Writer, alias: str, negated: bool) -> str:
        condition = writer.operand(inner_alias(alias), negated)
        if condition and negated:
            condition = f"({condition}) IS NOT FALSE"
        return self.exists(alias, condition)


class IsNull(RelatedToken):
    """``is`` None."""

    def sql(self, _writer: Writer, alias: str, _negated: bool) -> str:
        relation, table = self._relation.relation, self._relation.table
        if not relation.owns:
            return f"(NOT {self.exists(alias, '')})"
        names = [reference(table.by_name[name], alias) for name in relation.local]
        return f"({' AND '.join(f'{name} IS NULL' for name in names)})"
