import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Below the ports that a system gives to outgoing connections and to whoever asks for port 0
 * (from 32768 on with Linux, from 49152 elsewhere): none of those takes a port that was found here
 * before its server listens on it, or while that server is started again.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** A TCP port of 127.0.0.1 that is free now, as are the ones after it where several are asked for. */
export async function freePort(count = 1): Promise<number> {
  for (;;) {
    const first = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await areFree(first, count)) return first;
  }
}

async function areFree(first: number, count: number): Promise<boolean> {
  const servers: Server[] = [];
  try {
    for (let port = first; port < first + count; port += 1) {
      const server = createServer();
      await once(server.listen(port, '127.0.0.1'), 'listening');
      servers.push(server);
    }
    return true;
  } catch (error) {
    if (!['EADDRINUSE', 'EACCES'].includes(String((error as NodeJS.ErrnoException).code))) {
      throw error;
    }
    return false;
  } finally {
    await Promise.all(servers.map((server) => once(server.close(), 'close')));
  }
}
