import { once } from 'node:events';
import { createServer } from 'node:net';
import { SchemaServiceError } from '@schema-service/errors';

/** Finds out before anything is built that a port is taken. */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'START_PORT_IN_USE',
        message: `Port ${port}, for ${purpose}, cannot be had: ${(cause as Error).message}.`,
        why: 'Another program listens on it.',
        fix: `Choose another: PORT=${port + 100} npm start`,
        meta: { port },
      },
      { cause },
    );
  }
  server.close();
  await once(server, 'close');
}
