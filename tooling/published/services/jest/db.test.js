// @boundaries-ignore consumer of the published packages
const db = require('@org/db-client');
const exercise = require('./exercise.cjs');

test('a service works under Jest', async () => {
  const result = await exercise(db, process.env.DATABASE_URL);
  expect(result).toMatchObject(JSON.parse(process.env.EXERCISED));
});

test('errors are of the classes that the test sees, on both paths', async () => {
  for (const fastPath of [true, false]) {
    const client = db.createClient({ fastPath, idleTimeout: 0 });
    const mistake = await client.tag.create({ data: { name: 'engine' } }).catch((error) => error);
    expect(mistake).toBeInstanceOf(db.Prisma.PrismaClientKnownRequestError);
    expect(mistake).toBeInstanceOf(Error);
    expect(mistake.meta.target).toEqual(['name']);
    const { bytes, at, price } = await client.scalars.findFirstOrThrow();
    expect(bytes).toEqual(new Uint8Array([0, 255]));
    expect(at).toBeInstanceOf(Date);
    expect(price).toBeInstanceOf(db.Prisma.Decimal);
    const found = await client.scalars.count({ where: { at, bytes, price } });
    expect(found).toBe(1);
  }
});
