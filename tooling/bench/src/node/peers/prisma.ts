import { type Contestant, inOneTick, keyOf, newEntry, POOL, type Works } from './contestant.ts';

type Call = (args: object) => Promise<unknown>;
type Delegate = Readonly<
  Record<
    | 'findUnique'
    | 'findFirst'
    | 'findMany'
    | 'create'
    | 'createMany'
    | 'update'
    | 'upsert'
    | 'count',
    Call
  >
>;
/** Clients that are generated for the benchmark, of which this repository has no types. */
interface PrismaClient {
  readonly item: Delegate;
  readonly entry: Delegate;
  readonly author: Delegate;
  readonly post: Delegate;
  $queryRaw(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<readonly object[]>;
  $transaction<Result>(work: (client: PrismaClient) => Promise<Result>): Promise<Result>;
}

/** The generated client of this project. */
export const ours: Contestant = (connection) => ourWorks(connection, true);

/** The same through Prisma's interpreter, with statement names and literal limits. */
export const oursSlow: Contestant = (connection) => ourWorks(connection, false);

async function ourWorks(
  { url, applicationName }: Parameters<Contestant>[0],
  fastPath: boolean,
): Promise<Works> {
  const { createClient } = await import(process.env.BENCH_OURS ?? '');
  return works(createClient({ connectionString: url, max: POOL, applicationName, fastPath }));
}

/** Prisma as its documentation has it. */
export const stock: Contestant = async ({ url, applicationName }) => {
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([
    import(process.env.BENCH_STOCK ?? ''),
    import('@prisma/adapter-pg'),
  ]);
  const adapter = new PrismaPg({
    connectionString: url,
    max: POOL,
    application_name: applicationName,
  });
  return works(new PrismaClient({ adapter }));
};

function works(db: PrismaClient): Works {
  const byKey = (turn: number): Promise<unknown> =>
    db.item.findUnique({ where: { id: keyOf(turn) } });
  return {
    key: byKey,
    // Of findUnique those of one tick become one statement, and a benchmark's loops come to run in step.
    'at once': (turn) => db.item.findFirst({ where: { id: keyOf(turn) } }),
    'one tick': (turn) => inOneTick(turn, byKey),
    insert: () => db.entry.create({ data: newEntry() }),
    list: () =>
      db.item.findMany({ where: { rating: { gte: 0 } }, orderBy: { id: 'asc' }, take: 1000 }),
    include: () =>
      db.author.findMany({
        orderBy: { id: 'asc' },
        take: 100,
        include: { posts: { orderBy: { id: 'asc' } } },
      }),
    count: (turn) => db.item.count({ where: { rating: turn % 5, isActive: true } }),
    update: (turn) =>
      db.entry.update({
        where: { id: keyOf(turn) },
        data: { name: `Name ${turn}`, rating: turn % 5 },
      }),
    'nested take': () =>
      db.author.findMany({
        orderBy: { id: 'asc' },
        take: 20,
        include: { posts: { orderBy: { id: 'desc' }, take: 3 } },
      }),
    'many to many': () =>
      db.post.findMany({
        orderBy: { id: 'asc' },
        take: 100,
        include: { tags: { orderBy: { id: 'asc' } } },
      }),
    in: (turn) =>
      db.item.findMany({
        where: { id: { in: Array.from({ length: 20 }, (_, at) => keyOf(turn + at)) } },
        orderBy: { id: 'asc' },
      }),
    upsert: (turn) => {
      const slug = `item-${keyOf(turn)}`;
      return db.entry.upsert({
        where: { slug },
        create: { ...newEntry(), slug },
        update: { rating: turn % 5 },
      });
    },
    'insert many': () => db.entry.createMany({ data: Array.from({ length: 100 }, newEntry) }),
    raw: async (turn) =>
      (
        await db.$queryRaw`SELECT id, slug, name, note, rating, score, price, is_active AS "isActive", details, created_at AS "createdAt" FROM items WHERE id = ${keyOf(turn)}`
      )[0],
    transaction: (turn) =>
      db.$transaction(async (tx) => {
        const found = await tx.entry.findUnique({ where: { id: keyOf(turn) } });
        await tx.entry.update({ where: { id: keyOf(turn) }, data: { rating: turn % 5 } });
        return found;
      }),
  };
}
