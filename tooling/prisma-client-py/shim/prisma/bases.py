"""Rows with some of the fields: classes of the caller's own here, read by ``into=``."""

from ._client import HasActions


class BasePost(HasActions):
    _accessor = "post"


class BaseUser(HasActions):
    _accessor = "user"
