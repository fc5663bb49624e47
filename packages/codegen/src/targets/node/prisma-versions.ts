/** The Prisma release that generates the Node client and runs it: the two must be the same. */
export const prismaVersion = '7.10.0';

/** The engine build of that release, as Prisma's generator writes it into the client. */
export const prismaEngineVersion = '0edf323efd1d98336f3f0a68684b56f689b900d3';

/** What the generated package depends on, exactly. `@types/pg` is part of its public types (`pool`). */
export const nodeClientDependencies: Readonly<Record<string, string>> = {
  '@types/pg': '8.23.1',
  pg: '8.23.1',
};
