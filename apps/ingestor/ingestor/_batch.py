"""What a batch file holds, and what is said when it does not."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from org_db_client.enums import Sentiment, SourceKind


class BatchError(Exception):
    """The batch file cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class NewSource:
    slug: str
    name: str
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class NewCompany:
    slug: str
    name: str
    domain: str
    country: str


@dataclass(frozen=True, slots=True)
class NewProduct:
    slug: str
    name: str
    company: str
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class NewReview:
    id: str
    product: str
    author: str
    rating: Decimal
    title: str | None
    content: str
    language: str
    sentiment: Sentiment
    topics: list[str]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    source: NewSource
    companies: list[NewCompany]
    products: list[NewProduct]
    reviews: list[NewReview]
    size: int
    """Of the file, in bytes."""


def read_batch(path: Path) -> Batch:
    """Reads a batch file. Raises :class:`BatchError` when it is not one."""
    try:
        content = path.read_bytes()
        batch = json.loads(content)
    except OSError as error:
        raise BatchError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BatchError(f"{path} is not JSON: {error}") from error
    try:
        return Batch(
            source=NewSource(
                slug=batch["source"]["slug"],
                name=batch["source"]["name"],
                kind=SourceKind(batch["source"]["kind"]),
            ),
            companies=[NewCompany(**company) for company in batch["companies"]],
            products=[_product(product) for product in batch["products"]],
            reviews=[_review(review) for review in batch["reviews"]],
            size=len(content),
        )
    except KeyError as error:
        raise BatchError(f"{path} lacks {error}.") from error
    except (TypeError, ValueError, InvalidOperation) as error:
        raise BatchError(f"{path} is not a batch: {error}") from error


def _product(product: dict[str, Any]) -> NewProduct:
    values: dict[str, Any] = {"price": Decimal(product["price"])}
    return NewProduct(**product | values)


def _review(review: dict[str, Any]) -> NewReview:
    values: dict[str, Any] = {
        "rating": Decimal(review["rating"]),
        "sentiment": Sentiment(review["sentiment"]),
        "published_at": datetime.fromisoformat(review["published_at"]),
    }
    return NewReview(**review | values)
