import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

/** A port of 127.0.0.1 that is free now and whose next one is, too. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const first = await listen(0);
    const { port } = first.address() as AddressInfo;
    const second = await listen(port + 1).catch(() => undefined);
    first.close();
    second?.close();
    if (second) return port;
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
