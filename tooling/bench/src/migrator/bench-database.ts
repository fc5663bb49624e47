import pg from 'pg';

/** Gives an empty database to `use`, with the disk quiet before it, and removes it. */
export async function withEmptyDatabase<Result>(
  server: string,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query('CREATE DATABASE bench');
    await admin.query('CHECKPOINT');
    return await use(Object.assign(new URL(server), { pathname: '/bench' }).href);
  } finally {
    await admin.query('DROP DATABASE IF EXISTS bench WITH (FORCE)');
    await admin.end();
  }
}
