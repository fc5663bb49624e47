"""Parts of texts, as LIKE takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..values.codecs import Codec

#: What is around the part in the pattern of each filter.
PATTERNS = {
    "contains": (b"%", b"%"),
    "starts_with": (b"", b"%"),
    "ends_with": (b"%", b""),
}


def pattern(codec: Codec, name: str) -> Callable[[Any], bytes]:
    """Makes the pattern of a part of a text, in which no character means another."""
    before, behind = PATTERNS[name]

    def encode(value: Any) -> bytes:
        part = codec.part(value)
        escaped = part.replace(b"\\", b"\\\\").replace(b"%", b"\\%")
        return before + escaped.replace(b"_", b"\\_") + behind

    return encode
