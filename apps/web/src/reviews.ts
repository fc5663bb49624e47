import type { PrismaClient } from '@org/db-client';
import { InvalidReview, type NewReview } from './new-review.ts';

export async function listProducts(db: PrismaClient) {
  return await db.product.findMany({
    select: { id: true, slug: true, name: true, company: { select: { name: true } } },
    orderBy: { name: 'asc' },
  });
}

export async function listRatings(db: PrismaClient) {
  return await db.productRating.findMany();
}

export async function listReviews(db: PrismaClient, take: number) {
  return await db.publishedReview.findMany({ orderBy: { publishedAt: 'desc' }, take });
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
        content: review.content,
        status: 'PUBLISHED',
        publishedAt: new Date(),
      },
    });
  });
  await db.$queryRaw`SELECT refresh_review_statistics()`;
}
