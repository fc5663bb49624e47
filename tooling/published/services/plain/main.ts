// Compiled as a CommonJS module and as an ES module. It closes nothing, and keeps its connection for ever.
// @boundaries-ignore consumer of the published packages
import { createClient, Prisma, Status, type User } from '@org/db-client';

async function main(): Promise<void> {
  const db = createClient({ idleTimeout: 0 });
  const user: User = await db.user.create({ data: { email: 'typed@example.org' } });
  const mistake: unknown = await db.user
    .create({ data: { email: user.email } })
    .catch((error: unknown) => error);
  const isKnown = mistake instanceof Prisma.PrismaClientKnownRequestError;
  const sum = new Prisma.Decimal('0.1').plus('0.2').toString();
  console.log(JSON.stringify([user.email, isKnown && mistake.meta?.target, sum, Status.ACTIVE]));
}

main();
