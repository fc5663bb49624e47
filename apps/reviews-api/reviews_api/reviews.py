"""Reviews: what comes in, and what is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from fastapi import APIRouter, HTTPException
from org_db_client import AsyncTransaction
from org_db_client.enums import ReviewStatus
from org_db_client.models import Review

from .database import Database

router = APIRouter(tags=["reviews"])


@dataclass
class NewReview:
    """What somebody writes about a product."""

    author: str
    rating: Decimal
    content: str
    title: str | None = None


@dataclass
class ReviewSummary:
    """What a list shows of a review."""

    id: UUID
    rating: Decimal
    title: str | None
    published_at: datetime


@router.get("/products/{slug}/reviews")
async def list_reviews(slug: str, db: Database) -> list[ReviewSummary]:
    """The published reviews of a product, the newest first."""
    return await db.review.find_many(
        {"product": {"slug": slug}, "status": ReviewStatus.PUBLISHED},
        order_by={"published_at": "desc"},
        into=ReviewSummary,
    )


@router.post("/products/{slug}/reviews", status_code=201)
async def write_review(slug: str, review: NewReview, db: Database) -> Review:
    """A review that waits to be looked at. Its author is made with it, when new."""
    source = await db.source.find_unique_or_raise({"slug": "web-shop"})
    return await db.review.create(
        {
            "external_id": f"{review.author} {datetime.now(UTC).isoformat()}",
            "rating": review.rating,
            "title": review.title,
            "content": review.content,
            "published_at": datetime.now(UTC),
            "source": {"connect": {"id": source.id}},
            "product": {"connect": {"slug": slug}},
            "reviewer": {
                "connect_or_create": {
                    "where": {"source_id": source.id, "external_id": review.author},
                    "create": {
                        "source_id": source.id,
                        "external_id": review.author,
                        "display_name": review.author,
                    },
                }
            },
        }
    )


@router.post("/reviews/{review_id}/publish")
async def publish_review(review_id: UUID, db: Database) -> Review:
    """Shows a review. Two who decide at once do so one after the other."""

    async def publish(tx: AsyncTransaction) -> Review:
        review = await tx.review.find_unique_or_raise({"id": review_id}, for_update=True)
        if review.status is ReviewStatus.REJECTED:
            raise HTTPException(409, "It was looked at, and kept out.")
        updated = await tx.review.update({"id": review_id}, {"status": ReviewStatus.PUBLISHED})
        assert updated is not None, "it is locked"
        return updated

    published = await db.transaction(isolation="serializable", retry=3).run(publish)
    await db.query_raw("SELECT refresh_review_statistics()")
    return published
