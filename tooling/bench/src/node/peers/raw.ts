import pg from 'pg';
import {
  type Contestant,
  grouped,
  inOneTick,
  keyOf,
  newEntry,
  POOL,
  type Works,
} from './contestant.ts';

const COLUMNS =
  'id, slug, name, note, rating, score, price, is_active AS "isActive", details, created_at AS "createdAt"';
const POST = 'id, title, body, created_at AS "createdAt", author_id AS "authorId"';
const INSERTED = 'slug, name, note, rating, score, price, is_active, details, created_at';

interface Row {
  readonly [column: string]: unknown;
}

/** node-postgres as it is used by hand. */
export const raw: Contestant = (connection) => works(connection, false);

/** With a name for each statement, which the connection then keeps prepared. */
export const rawPrepared: Contestant = (connection) => works(connection, true);

function works({ url, applicationName }: Parameters<Contestant>[0], isNamed: boolean): Works {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL,
    application_name: applicationName,
  });
  const names = new Map<string, string>();
  const query = async (text: string, values: unknown[], on: Queryable = pool): Promise<Row[]> => {
    if (!isNamed) return (await on.query({ text, values })).rows;
    const name = names.get(text) ?? `s${names.size}`;
    names.set(text, name);
    return (await on.query({ name, text, values })).rows;
  };
  const byKey = async (turn: number): Promise<Row | undefined> =>
    (await query(`SELECT ${COLUMNS} FROM items WHERE id = $1`, [keyOf(turn)]))[0];
  const many = Array.from({ length: 100 }, (_, row) => tuple(row * 9)).join(', ');
  const newest = `SELECT * FROM (
    SELECT ${POST}, row_number() OVER (PARTITION BY author_id ORDER BY id DESC) AS n FROM posts WHERE author_id = ANY($1)
  ) AS p WHERE n <= 3 ORDER BY id DESC`;
  return {
    key: byKey,
    'at once': byKey,
    'one tick': (turn) => inOneTick(turn, byKey),
    raw: byKey,
    insert: async () =>
      (
        await query(
          `INSERT INTO entries (${INSERTED}) VALUES ${tuple(0)} RETURNING ${COLUMNS}`,
          newValues(),
        )
      )[0],
    list: () =>
      query(`SELECT ${COLUMNS} FROM items WHERE rating >= $1 ORDER BY id LIMIT 1000`, [0]),
    include: async () => {
      const authors = await query(
        'SELECT id, name, email FROM authors ORDER BY id LIMIT $1',
        [100],
      );
      const ids = authors.map(({ id }) => id);
      const posts = await query(`SELECT ${POST} FROM posts WHERE author_id = ANY($1) ORDER BY id`, [
        ids,
      ]);
      return grouped(authors, posts, 'posts', ['id', 'authorId']);
    },
    count: async (turn) => {
      const sql = 'SELECT count(*)::int AS n FROM items WHERE rating = $1 AND is_active = $2';
      return (await query(sql, [turn % 5, true]))[0]?.n;
    },
    update: async (turn) =>
      (
        await query(
          `UPDATE entries SET name = $1, rating = $2 WHERE id = $3 RETURNING ${COLUMNS}`,
          [`Name ${turn}`, turn % 5, keyOf(turn)],
        )
      )[0],
    'nested take': async () => {
      const authors = await query('SELECT id, name, email FROM authors ORDER BY id LIMIT $1', [20]);
      const posts = await query(newest, [authors.map(({ id }) => id)]);
      return grouped(
        authors,
        posts.map(({ n: _, ...post }) => post),
        'posts',
        ['id', 'authorId'],
      );
    },
    'many to many': async () => {
      const posts = await query(`SELECT ${POST} FROM posts ORDER BY id LIMIT $1`, [100]);
      const tags = await query(
        `SELECT t.id, t.name, j."A" FROM "_PostToTag" j JOIN tags t ON t.id = j."B" WHERE j."A" = ANY($1) ORDER BY t.id`,
        [posts.map(({ id }) => id)],
      );
      const byPost = grouped(posts, tags, 'tags', ['id', 'A']) as readonly { tags: Row[] }[];
      return byPost.map((post) => ({ ...post, tags: post.tags.map(({ A: _, ...tag }) => tag) }));
    },
    in: (turn) =>
      query(`SELECT ${COLUMNS} FROM items WHERE id = ANY($1) ORDER BY id`, [
        Array.from({ length: 20 }, (_, at) => keyOf(turn + at)),
      ]),
    upsert: async (turn) =>
      (
        await query(
          `INSERT INTO entries (${INSERTED}) VALUES ${tuple(0)} ON CONFLICT (slug) DO UPDATE SET rating = $10 RETURNING ${COLUMNS}`,
          [`item-${keyOf(turn)}`, ...newValues().slice(1), turn % 5],
        )
      )[0],
    'insert many': () =>
      query(
        `INSERT INTO entries (${INSERTED}) VALUES ${many}`,
        Array.from({ length: 100 }, newValues).flat(),
      ),
    transaction: async (turn) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const [found] = await query(
          `SELECT ${COLUMNS} FROM entries WHERE id = $1`,
          [keyOf(turn)],
          client,
        );
        await query(
          `UPDATE entries SET rating = $1 WHERE id = $2 RETURNING ${COLUMNS}`,
          [turn % 5, keyOf(turn)],
          client,
        );
        await client.query('COMMIT');
        return found;
      } finally {
        client.release();
      }
    },
  };
}

type Queryable = Pick<pg.Pool, 'query'> | pg.PoolClient;

function tuple(after: number): string {
  return `(${Array.from({ length: 9 }, (_, column) => `$${after + column + 1}`).join(', ')})`;
}

function newValues(): unknown[] {
  return Object.values(newEntry());
}
