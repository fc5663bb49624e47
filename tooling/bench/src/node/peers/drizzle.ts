import { and, asc, desc, eq, gte, inArray, relations, sql } from 'drizzle-orm';
import { drizzle as connect } from 'drizzle-orm/node-postgres';
import * as t from 'drizzle-orm/pg-core';
import pg from 'pg';
import { type Contestant, inOneTick, keyOf, newEntry, POOL } from './contestant.ts';

const columns = () => ({
  id: t.serial('id').primaryKey(),
  slug: t.text('slug').notNull(),
  name: t.text('name').notNull(),
  note: t.text('note'),
  rating: t.integer('rating').notNull(),
  score: t.doublePrecision('score').notNull(),
  price: t.numeric('price').notNull(),
  isActive: t.boolean('is_active').notNull(),
  details: t.jsonb('details').notNull(),
  createdAt: t.timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
});
const items = t.pgTable('items', columns());
const entries = t.pgTable('entries', columns());
const authors = t.pgTable('authors', {
  id: t.serial('id').primaryKey(),
  name: t.text('name').notNull(),
  email: t.text('email').notNull(),
});
const posts = t.pgTable('posts', {
  id: t.serial('id').primaryKey(),
  title: t.text('title').notNull(),
  body: t.text('body'),
  createdAt: t.timestamp('created_at', { withTimezone: true, precision: 3 }).notNull(),
  authorId: t.integer('author_id').notNull(),
});
const authorRelations = relations(authors, ({ many }) => ({ posts: many(posts) }));
const postRelations = relations(posts, ({ one }) => ({
  author: one(authors, { fields: [posts.authorId], references: [authors.id] }),
}));
const schema = { items, entries, authors, posts, authorRelations, postRelations };

/** Drizzle on node-postgres, and its relational queries. */
export const drizzle: Contestant = ({ url, applicationName }) => {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL,
    application_name: applicationName,
  });
  const db = connect(pool, { schema });
  const byKey = async (turn: number): Promise<unknown> =>
    (
      await db
        .select()
        .from(items)
        .where(eq(items.id, keyOf(turn)))
    )[0];
  return {
    key: byKey,
    'at once': byKey,
    'one tick': (turn) => inOneTick(turn, byKey),
    insert: async () => (await db.insert(entries).values(newEntry()).returning())[0],
    list: async () =>
      db.select().from(items).where(gte(items.rating, 0)).orderBy(asc(items.id)).limit(1000),
    include: async () =>
      db.query.authors.findMany({
        orderBy: asc(authors.id),
        limit: 100,
        with: { posts: { orderBy: asc(posts.id) } },
      }),
    count: async (turn) => {
      const [found] = await db
        .select({ n: sql<number>`count(*)::int` })
        .from(items)
        .where(and(eq(items.rating, turn % 5), eq(items.isActive, true)));
      return found?.n;
    },
    update: async (turn) =>
      (
        await db
          .update(entries)
          .set({ name: `Name ${turn}`, rating: turn % 5 })
          .where(eq(entries.id, keyOf(turn)))
          .returning()
      )[0],
    'nested take': async () =>
      db.query.authors.findMany({
        orderBy: asc(authors.id),
        limit: 20,
        with: { posts: { orderBy: desc(posts.id), limit: 3 } },
      }),
    in: async (turn) => {
      const keys = Array.from({ length: 20 }, (_, at) => keyOf(turn + at));
      return db.select().from(items).where(inArray(items.id, keys)).orderBy(asc(items.id));
    },
    upsert: async (turn) => {
      const values = { ...newEntry(), slug: `item-${keyOf(turn)}` };
      const set = { rating: turn % 5 };
      const written = await db
        .insert(entries)
        .values(values)
        .onConflictDoUpdate({ target: entries.slug, set })
        .returning();
      return written[0];
    },
    'insert many': async () => db.insert(entries).values(Array.from({ length: 100 }, newEntry)),
    transaction: (turn) =>
      db.transaction(async (tx) => {
        const key = eq(entries.id, keyOf(turn));
        const [found] = await tx.select().from(entries).where(key);
        await tx
          .update(entries)
          .set({ rating: turn % 5 })
          .where(key)
          .returning();
        return found;
      }),
  };
};
