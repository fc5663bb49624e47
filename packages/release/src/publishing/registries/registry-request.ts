import { SchemaServiceError } from '@schema-service/errors';

const TIMEOUT_MS = 60_000;

/** Asks a registry over HTTP. Throws `REGISTRY_UNREACHABLE` where nothing answers. */
export async function requestRegistry(
  registry: string,
  url: string,
  init: RequestInit,
  timeoutMs: number = TIMEOUT_MS,
): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new SchemaServiceError(
      {
        code: 'REGISTRY_UNREACHABLE',
        message: `The registry ${registry} does not answer at ${new URL(url).origin}.`,
        why: reason instanceof Error ? reason.message : String(reason),
        fix: 'Check its URL in schema.config.json, and run the command again: what was published already is skipped.',
        meta: { registry },
      },
      { cause },
    );
  }
}
