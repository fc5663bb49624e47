import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@schema-service/local-postgres';

/** A PostgreSQL server of its own, behind a way that can be cut or frozen. */
export interface TroubledDatabase extends AsyncDisposable {
  readonly connectionString: string;
  /** Both ends of every connection see it end without a word. New ones are taken. */
  readonly cut: () => void;
  /** Connections stay and are taken, and nothing comes through. */
  readonly freeze: () => void;
  /** What was held back comes through. */
  readonly thaw: () => void;
  /** Stops the server, does the work, and starts it again on the same data. */
  readonly restart: (meanwhile: () => Promise<void>) => Promise<void>;
}

export async function startTroubledDatabase(): Promise<TroubledDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'troubled-'));
  let server = await startLocalPostgres({ directory, throwaway: true });
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const proxy = createServer((near) => {
    const far = connect(Number(new URL(server.connectionString).port), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('data', (bytes) => other.write(bytes));
      if (isFrozen) one.pause();
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = new URL(server.connectionString);
  // A TCP server's address is no string.
  url.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    connectionString: url.href,
    cut,
    freeze: () => {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    restart: async (meanwhile) => {
      await server.stop();
      await meanwhile();
      server = await startLocalPostgres({ directory, throwaway: true });
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
