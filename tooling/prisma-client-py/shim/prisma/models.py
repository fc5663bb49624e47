"""The row classes, with ``Model.prisma()`` for ``client.model``."""

from suite_db import models as _models

from ._client import actions_of

Id1, Id2, Id3, Id4, Id5 = (
    _models.Id1,
    _models.Id2,
    _models.Id3,
    _models.Id4,
    _models.Id5,
)
Category, Lists, Post, Profile, Types, Unique2, User = (
    _models.Category,
    _models.Lists,
    _models.Post,
    _models.Profile,
    _models.Types,
    _models.Unique2,
    _models.User,
)
for _accessor, _row in {
    "lists": Lists,
    "post": Post,
    "profile": Profile,
    "types": Types,
    "unique2": Unique2,
    "user": User,
}.items():
    _row.prisma = classmethod(actions_of(_accessor))
