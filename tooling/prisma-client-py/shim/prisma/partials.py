"""What databases/partials.py generates: dataclasses, which ``into=`` reads."""

from __future__ import annotations

from dataclasses import dataclass

from .bases import BasePost, BaseUser


@dataclass
class PostOnlyPublished(BasePost):
    id: str
    published: bool


@dataclass
class UserOnlyName(BaseUser):
    name: str


@dataclass
class PostWithAuthor(BasePost):
    id: str
    title: str
    author: object = None


@dataclass
class PostWithCustomAuthor(BasePost):
    id: str
    title: str
    author: UserOnlyName | None = None
