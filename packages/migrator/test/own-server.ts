import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres, testMajor } from '@schema-service/local-postgres';
import { query } from './query.ts';

/** A server of a test's own, whose settings and rules it may change. */
export interface OwnServer extends AsyncDisposable {
  readonly url: URL;
  readonly directory: string;
  /** Writes a file that the server may read and nobody else. */
  readonly write: (name: string, content: string) => string;
  /** Changes settings that need no restart. */
  readonly set: (settings: Readonly<Record<string, string>>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param of a stopped server's folder, to begin as a standby of it */
export async function ownServer(of?: string): Promise<OwnServer> {
  const directory = mkdtempSync(join(tmpdir(), 'server-'));
  if (of !== undefined) {
    cpSync(join(of, 'data'), join(directory, 'data'), {
      recursive: true,
      preserveTimestamps: true,
    });
    const { uid, gid } = statSync(join(of, 'data', 'PG_VERSION'));
    writeFileSync(join(directory, 'data', 'standby.signal'), '');
    execFileSync('chown', ['-R', `${uid}:${gid}`, join(directory, 'data')]);
    chmodSync(join(directory, 'data'), 0o700);
  }
  const server: LocalPostgres = await startLocalPostgres({
    ...{ directory, throwaway: true, major: testMajor() },
  });
  const { uid, gid } = statSync(join(directory, 'data', 'PG_VERSION'));
  return {
    url: new URL(server.connectionString),
    directory,
    stop: server.stop,
    write: (name, content) => {
      const file = join(directory, 'data', name);
      writeFileSync(file, content, { mode: 0o600 });
      chownSync(file, uid, gid);
      return file;
    },
    set: async (settings) => {
      for (const [name, value] of Object.entries(settings)) {
        await query(server.connectionString, `ALTER SYSTEM SET ${name} = '${value}'`);
      }
      await query(server.connectionString, 'SELECT pg_reload_conf()');
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
