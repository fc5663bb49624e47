import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyInstance } from 'fastify';

/** Starts to listen and gives the URL; throws `PORT_IN_USE` where another process has the port. */
export async function listen(
  server: FastifyInstance,
  address: { readonly host: string; readonly port: number },
): Promise<string> {
  return server.listen(address).catch((error: unknown) => {
    throw isPortInUse(error) ? portInUse('PORT', address.port, error) : error;
  });
}

function isPortInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** The refusal of a port, with another one for the variable that asked for it. */
export function portInUse(variable: string, port: number, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'PORT_IN_USE',
      message: `Port ${port} is in use.`,
      why: 'Another process listens on it.',
      fix: `Choose another: ${variable}=${port + 1}.`,
      meta: { port },
    },
    { cause },
  );
}
