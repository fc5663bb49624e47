"""Parts of texts, as LIKE takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..values.codecs import Codec

#: What is around the part in the pattern of each filter.
PATTERNS = {
    "contains": ("%", "%"),
    "starts_with": ("", "%"),
    "ends_with": ("%", ""),
}


def pattern(codec: Codec, name: str) -> Callable[[Any], bytes]:
    """Makes the pattern of a part of a text, in which no character means another."""
    before, behind = PATTERNS[name]

    def encode(value: Any) -> bytes:
        part = codec.part(value)
        escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{before}{escaped}{behind}".encode()

    return encode
