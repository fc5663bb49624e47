// Beside the other file, so that Jest starts workers.
// @boundaries-ignore consumer of the published packages
const { createClient, Prisma } = require('@org/db-client');

test('a transaction that throws leaves nothing', async () => {
  const db = createClient();
  const work = db.$transaction(async (tx) => {
    await tx.user.create({
      data: { email: 'undone@example.org', reports: { create: { email: 'x' } } },
    });
    throw new RangeError('undone');
  });
  await expect(work).rejects.toThrow(RangeError);
  expect(await db.user.count({ where: { email: 'undone@example.org' } })).toBe(0);
  const [row] = await db.$queryRaw`SELECT ${new Prisma.Decimal('1.5')}::numeric AS price`;
  expect(row.price.toFixed(2)).toBe('1.50');
});
