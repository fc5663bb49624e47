"""The names of Prisma Client Python, for the client that is generated here.

Renames alone: what is spelled otherwise in this client. What it lacks, or does
otherwise, is not made up for: the case fails, and docs/from-prisma-client-py.md says why.
"""

from . import bases, enums, errors, models, partials, types
from ._client import Prisma, get_client, register
from .fields import Base64, Json

__all__ = [
    "Base64",
    "Json",
    "Prisma",
    "bases",
    "enums",
    "errors",
    "get_client",
    "models",
    "partials",
    "register",
    "types",
]
