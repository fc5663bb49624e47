"""The rows from a certain one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..tables.bound_table import BoundTable
from .orders import Order, Term


def from_cursor(
    table: BoundTable[Any], order: Order, key: str, alias: str, cursor: str
) -> str:
    """The condition of rows that are the cursor, or come after it in the order.

    The order tells all rows apart. ``key`` finds the cursor's row as ``cursor``; where
    it is gone, no row meets the condition.
    """
    source = f"{table.place} AS {cursor}{order.joins(cursor)} WHERE {key}"
    terms = order.terms
    if not any(term.nullable for term in terms):
        one_way = {term.descending for term in terms}
        if len(one_way) == 1:
            sign = "<=" if one_way.pop() else ">="
            here = ", ".join(term.expression(alias) for term in terms)
            there = ", ".join(term.expression(cursor) for term in terms)
            left = here if len(terms) == 1 else f"({here})"
            return f"{left} {sign} (SELECT {there} FROM {source})"
    steps = [_Step(term, alias, cursor, source) for term in terms]
    ways = [_and([*_same(steps[:n]), steps[n].after]) for n in range(len(steps))]
    ways.append(_and(_same(steps)))
    return f"(EXISTS (SELECT 1 FROM {source}) AND ({' OR '.join(ways)}))"


class _Step:
    """A term of a row, beside that of the cursor."""

    def __init__(self, term: Term, alias: str, cursor: str, source: str) -> None:
        here = term.expression(alias)
        there = f"(SELECT {term.expression(cursor)} FROM {source})"
        sign = "<" if term.descending else ">"
        if not term.nullable:
            self.same = f"{here} = {there}"
            self.after = f"{here} {sign} {there}"
            return
        self.same = f"{here} IS NOT DISTINCT FROM {there}"
        first, second = (there, here) if term.nulls_first else (here, there)
        gap = f"{first} IS NULL AND {second} IS NOT NULL"
        self.after = f"({here} {sign} {there} OR ({gap}))"


def _same(steps: Sequence[_Step]) -> list[str]:
    return [step.same for step in steps]


def _and(conditions: Sequence[str]) -> str:
    return f"({' AND '.join(conditions)})"
