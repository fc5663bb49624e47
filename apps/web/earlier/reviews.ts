import type { PrismaClient } from '@org/db-client';
import { InvalidReview, type NewReview } from './new-review.ts';

export async function listProducts(db: PrismaClient) {
  return await db.product.findMany({
    select: { id: true, slug: true, name: true, company: { select: { name: true } } },
    orderBy: { name: 'asc' },
  });
}

/** 1.1.0 has no statistics yet: they are computed whenever the page is shown. */
export async function listRatings(db: PrismaClient) {
  const groups = await db.review.groupBy({
    by: ['productId'],
    where: { status: 'PUBLISHED' },
    _count: true,
    _avg: { rating: true },
  });
  return groups.map(({ productId, _count, _avg }) => ({
    productId,
    reviewCount: _count,
    averageRating: _avg.rating,
  }));
}

export async function listReviews(db: PrismaClient, take: number) {
  const reviews = await db.review.findMany({
    where: { status: 'PUBLISHED' },
    include: { product: true, source: true, reviewer: true },
    orderBy: { publishedAt: 'desc' },
    take,
  });
  return reviews.map(({ body, product, source, reviewer, ...review }) => ({
    ...review,
    content: body,
    productName: product.name,
    sourceName: source.name,
    reviewerName: reviewer?.displayName ?? null,
  }));
}

/** Writes a review, and its author where it is the first one, in one transaction. */
export async function addReview(db: PrismaClient, review: NewReview): Promise<void> {
  const product = await db.product.findUnique({ where: { slug: review.productSlug } });
  if (!product) throw new InvalidReview(`There is no product "${review.productSlug}".`);
  await db.$transaction(async (tx) => {
    const source = await tx.source.upsert({
      where: { slug: 'web' },
      create: { slug: 'web', name: 'Our own page', kind: 'SURVEY' },
      update: {},
    });
    const reviewer = await tx.reviewer.upsert({
      where: { sourceId_externalId: { sourceId: source.id, externalId: review.author } },
      create: { sourceId: source.id, externalId: review.author, displayName: review.author },
      update: {},
    });
    await tx.review.create({
      data: {
        productId: product.id,
        sourceId: source.id,
        reviewerId: reviewer.id,
        externalId: crypto.randomUUID(),
        rating: review.rating,
        body: review.content,
        status: 'PUBLISHED',
        publishedAt: new Date(),
      },
    });
  });
}
