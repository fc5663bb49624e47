"""Loads a batch through the client: all of it or nothing, and a record of the run either way."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from org_db_client import Client, Transaction
from org_db_client.enums import ReviewStatus, RunStatus

from ._batch import Batch, NewReview


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    source: str
    created: int
    updated: int
    products: int

    def __str__(self) -> str:
        return (
            f"{self.created + self.updated} reviews of {self.products} products "
            f"from {self.source}: {self.created} new, {self.updated} known"
        )


def load_batch(db: Client, batch: Batch) -> Summary:
    """Loads the batch in one transaction. The run is recorded even when that fails."""
    source = db.source.upsert(
        where={"slug": batch.source.slug},
        create={"slug": batch.source.slug, "name": batch.source.name, "kind": batch.source.kind},
        update={"name": batch.source.name},
    )
    run = db.collection_run.create(data={"source_id": source.id, "bytes_received": batch.size})
    try:
        with db.transaction() as tx:
            products = _load_products(tx, batch)
            created = sum(
                _load_review(tx, source.id, products[review.product], review)
                for review in batch.reviews
            )
    except Exception as error:
        db.collection_run.update(
            where={"id": run.id},
            data={
                "status": RunStatus.FAILED,
                "finished_at": datetime.now(UTC),
                "error": str(error),
            },
        )
        raise
    updated = len(batch.reviews) - created
    db.collection_run.update(
        where={"id": run.id},
        data={
            "status": RunStatus.SUCCEEDED,
            "finished_at": datetime.now(UTC),
            "fetched_count": len(batch.reviews),
            "created_count": created,
            "updated_count": updated,
        },
    )
    db.query_raw("SELECT refresh_review_statistics()")
    return Summary(source.name, created, updated, len(products))


def _load_products(tx: Transaction, batch: Batch) -> dict[str, UUID]:
    companies = {
        company.slug: tx.company.upsert(
            where={"slug": company.slug},
            create={
                "slug": company.slug,
                "name": company.name,
                "domain": company.domain,
                "country_code": company.country,
            },
            update={"name": company.name},
        ).id
        for company in batch.companies
    }
    return {
        product.slug: tx.product.upsert(
            where={"slug": product.slug},
            create={
                "slug": product.slug,
                "name": product.name,
                "list_price": product.price,
                "currency": product.currency,
                "company_id": companies[product.company],
            },
            update={"list_price": product.price, "currency": product.currency},
        ).id
        for product in batch.products
    }


def _load_review(tx: Transaction, source_id: int, product_id: UUID, review: NewReview) -> bool:
    """Writes one review; true when it was not there before."""
    known = tx.review.find_unique(where={"source_id": source_id, "external_id": review.id})
    reviewer = tx.reviewer.upsert(
        where={"source_id": source_id, "external_id": review.author},
        create={
            "source_id": source_id,
            "external_id": review.author,
            "display_name": review.author.capitalize(),
        },
        update={},
    )
    tx.review.upsert(
        where={"source_id": source_id, "external_id": review.id},
        create={
            "source_id": source_id,
            "external_id": review.id,
            "product_id": product_id,
            "reviewer_id": reviewer.id,
            "rating": review.rating,
            "title": review.title,
            "content": review.content,
            "language": review.language,
            "sentiment": review.sentiment,
            "topics": review.topics,
            "status": ReviewStatus.PUBLISHED,
            "published_at": review.published_at,
        },
        update={"rating": review.rating, "title": review.title, "content": review.content},
    )
    return known is None
