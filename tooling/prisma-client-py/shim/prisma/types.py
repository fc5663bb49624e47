"""``from prisma.types import UserWhereInput``: types, of no use at run time."""

from typing import Any


def __getattr__(name: str) -> Any:
    return Any
