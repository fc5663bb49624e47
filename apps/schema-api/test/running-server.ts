import { buildServer } from '../src/build-server.ts';
import type { ServerOptions } from '../src/server-options.ts';

export interface RunningServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
}

/** The server on a free port of this machine, for clients that are processes of their own. */
export async function runningServer(options: ServerOptions): Promise<RunningServer> {
  const server = buildServer(options);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, [Symbol.asyncDispose]: () => server.close() };
}
