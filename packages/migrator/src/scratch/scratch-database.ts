import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { openSibling, type Session } from '../connection/session.ts';

/** An empty database for a while; it is dropped when it is disposed of. */
export interface ScratchDatabase extends AsyncDisposable {
  readonly client: Client;
}

const PREFIX = 'schema_migrator_scratch';

/** After that long without a session it is nobody's any more. */
const FORGOTTEN_MS = 600_000;

const FIND_FORGOTTEN = `
  SELECT pg_catalog.quote_ident(datname) AS name FROM pg_catalog.pg_database d
  WHERE datname ~ '^${PREFIX}_[0-9]{1,15}_[0-9a-f]{8}$'
    AND pg_catalog.split_part(datname, '_', 4)::bigint < $1
    AND pg_catalog.pg_has_role(datdba, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE datid = d.oid)`;

/**
 * Makes an empty database on the server of a session, and connects to it. What
 * a run that was killed left behind is dropped on the way.
 *
 * @throws the server's error where the role may not create databases
 */
export async function createScratchDatabase(server: Session): Promise<ScratchDatabase> {
  await dropForgotten(server.client);
  const name = `${PREFIX}_${Date.now()}_${randomBytes(4).toString('hex')}`;
  // template0, because nobody is ever connected to it, and nobody has put anything into it.
  await server.client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const drop = async (): Promise<void> => {
    await server.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  try {
    const session = await openSibling(server, name);
    const dispose = async (): Promise<void> => {
      await session[Symbol.asyncDispose]();
      await drop();
    };
    return { client: session.client, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function dropForgotten(client: Client): Promise<void> {
  const before = Date.now() - FORGOTTEN_MS;
  const { rows } = await client.query<{ name: string }>(FIND_FORGOTTEN, [before]);
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name}`);
}
