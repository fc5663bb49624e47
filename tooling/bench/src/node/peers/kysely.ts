import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import {
  type Contestant,
  type Entry,
  grouped,
  inOneTick,
  keyOf,
  newEntry,
  POOL,
} from './contestant.ts';

interface Item {
  readonly id: Generated<number>;
  readonly slug: string;
  readonly name: string;
  readonly note: string | null;
  readonly rating: number;
  readonly score: number;
  readonly price: string;
  readonly is_active: boolean;
  readonly details: object;
  readonly created_at: Date;
}

interface Post {
  readonly id: Generated<number>;
  readonly title: string;
  readonly body: string | null;
  readonly created_at: Date;
  readonly author_id: number;
}

interface Database {
  readonly items: Item;
  readonly entries: Item;
  readonly authors: { readonly id: number; readonly name: string; readonly email: string };
  readonly posts: Post;
  readonly tags: { readonly id: number; readonly name: string };
  readonly _PostToTag: { readonly A: number; readonly B: number };
}

const COLUMNS = [
  'id',
  'slug',
  'name',
  'note',
  'rating',
  'score',
  'price',
  'is_active as isActive',
  'details',
  'created_at as createdAt',
] as const;
const POST = ['id', 'title', 'body', 'created_at as createdAt', 'author_id as authorId'] as const;

/** Kysely on node-postgres. */
export const kysely: Contestant = ({ url, applicationName }) => {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL,
    application_name: applicationName,
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const byKey = (turn: number): Promise<unknown> =>
    db.selectFrom('items').select(COLUMNS).where('id', '=', keyOf(turn)).executeTakeFirst();
  const authors = (limit: number) =>
    db.selectFrom('authors').select(['id', 'name', 'email']).orderBy('id').limit(limit).execute();
  return {
    key: byKey,
    'at once': byKey,
    'one tick': (turn) => inOneTick(turn, byKey),
    insert: () =>
      db.insertInto('entries').values(rowOf(newEntry())).returning(COLUMNS).executeTakeFirst(),
    list: () =>
      db
        .selectFrom('items')
        .select(COLUMNS)
        .where('rating', '>=', 0)
        .orderBy('id')
        .limit(1000)
        .execute(),
    include: async () => {
      const found = await authors(100);
      const ids = found.map(({ id }) => id);
      const posts = await db
        .selectFrom('posts')
        .select(POST)
        .where('author_id', 'in', ids)
        .orderBy('id')
        .execute();
      return grouped(found, posts, 'posts', ['id', 'authorId']);
    },
    count: async (turn) => {
      const found = await db
        .selectFrom('items')
        .select(sql<number>`count(*)::int`.as('n'))
        .where('rating', '=', turn % 5)
        .where('is_active', '=', true)
        .executeTakeFirst();
      return found?.n;
    },
    update: (turn) =>
      db
        .updateTable('entries')
        .set({ name: `Name ${turn}`, rating: turn % 5 })
        .where('id', '=', keyOf(turn))
        .returning(COLUMNS)
        .executeTakeFirst(),
    in: (turn) =>
      db
        .selectFrom('items')
        .select(COLUMNS)
        .where(
          'id',
          'in',
          Array.from({ length: 20 }, (_, at) => keyOf(turn + at)),
        )
        .orderBy('id')
        .execute(),
    upsert: (turn) =>
      db
        .insertInto('entries')
        .values({ ...rowOf(newEntry()), slug: `item-${keyOf(turn)}` })
        .onConflict((on) => on.column('slug').doUpdateSet({ rating: turn % 5 }))
        .returning(COLUMNS)
        .executeTakeFirst(),
    'insert many': () =>
      db
        .insertInto('entries')
        .values(Array.from({ length: 100 }, () => rowOf(newEntry())))
        .execute(),
    transaction: (turn) =>
      db.transaction().execute(async (tx) => {
        const found = await tx
          .selectFrom('entries')
          .select(COLUMNS)
          .where('id', '=', keyOf(turn))
          .executeTakeFirst();
        await tx
          .updateTable('entries')
          .set({ rating: turn % 5 })
          .where('id', '=', keyOf(turn))
          .returning(COLUMNS)
          .executeTakeFirst();
        return found;
      }),
  };
};

function rowOf({ isActive, createdAt, ...rest }: Entry) {
  return { ...rest, is_active: isActive, created_at: createdAt };
}
