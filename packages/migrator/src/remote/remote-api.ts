import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';

/** A Schema API that runs migrations. */
export interface RemoteApi {
  /** As it may be shown. */
  readonly url: string;
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body?: unknown) => Promise<T>;
  /** Server-sent events behind one, until the server ends them. Goes on behind the last where the connection breaks. */
  readonly events: (
    path: string,
    isLast: (event: RemoteEvent) => boolean,
  ) => AsyncGenerator<RemoteEvent>;
}

export interface RemoteEvent {
  readonly id: string;
  readonly data: unknown;
}

const TIMEOUT_MS = 60_000;
/** How long a server may be away while its events are followed. */
const PATIENCE_MS = 300_000;
const PAUSE_MS = 1_000;

/**
 * @param address of the Schema API
 * @throws SchemaServiceError API_UNREACHABLE, API_ANSWER_INVALID, and whatever the API says
 */
export function remoteApi(address: string, token: string | undefined): RemoteApi {
  const url = baseOf(address);
  const access = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function ask(
    path: string,
    { method = 'GET', body }: { readonly method?: string; readonly body?: unknown } = {},
  ): Promise<unknown> {
    const headers = { accept: 'application/json', ...access };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const typed = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const response = await fetch(`${url}${path}`, {
        ...{ method, signal, redirect: 'error' as const },
        headers: { ...headers, ...typed },
        ...sent,
      });
      return await answerOf(`${url}${path}`, response);
    } catch (error) {
      throw error instanceof SchemaServiceError ? error : unreachable(`${url}${path}`, error);
    }
  }

  async function* events(
    path: string,
    isLast: (event: RemoteEvent) => boolean,
  ): AsyncGenerator<RemoteEvent> {
    let last = '0';
    for (let heard = performance.now(); ; await sleep(PAUSE_MS)) {
      try {
        const headers = { accept: 'text/event-stream', 'last-event-id': last, ...access };
        const response = await fetch(`${url}${path}`, { headers, redirect: 'error' });
        if (!response.ok || !response.body) await answerOf(`${url}${path}`, response);
        for await (const event of eventsOf(response.body ?? [])) {
          heard = performance.now();
          last = event.id;
          yield event;
          if (isLast(event)) return;
        }
      } catch (error) {
        if (error instanceof SchemaServiceError && !isPassing(error)) throw error;
        if (performance.now() - heard < PATIENCE_MS) continue;
        throw unreachable(`${url}${path}`, error);
      }
    }
  }

  return {
    url,
    // The shape of an answer is that of the contract, for a server of this version.
    get: (path) => ask(path) as Promise<never>,
    post: (path, body = {}) => ask(path, { method: 'POST', body }) as Promise<never>,
    events,
  };
}

/** A password in an address would be sent as a login that the API does not know. */
function baseOf(address: string): string {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) {
    const { origin, pathname } = new URL(address);
    return `${origin}${pathname}`.replace(/\/+$/, '');
  }
  throw new SchemaServiceError({
    code: 'API_ANSWER_INVALID',
    message: 'The address of the Schema API is no http or https URL.',
    fix: 'Write it like https://schemas.example.org',
  });
}

async function answerOf(url: string, response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && typeof body === 'object' && body !== null) return body;
  const { code, message } = { code: undefined, message: undefined, ...(body as object) };
  if (!response.ok && typeof code === 'string' && typeof message === 'string') {
    throw new SchemaServiceError(body as SchemaServiceErrorData);
  }
  throw new SchemaServiceError({
    code: 'API_ANSWER_INVALID',
    message: `${url} did not answer as a Schema API does.`,
    why: `It answered ${response.status}.`,
    fix: 'Check that the address is that of a Schema API of this version.',
    meta: { url, status: response.status },
  });
}

/** What a restart of the server or of its database looks like. */
function isPassing({ code, meta }: SchemaServiceError): boolean {
  if (code === 'API_ANSWER_INVALID') return Number(meta?.status) >= 500;
  return code === 'DATABASE_UNREACHABLE' || code === 'NOT_READY' || code === 'RATE_LIMITED';
}

async function* eventsOf(
  body: AsyncIterable<Uint8Array> | Iterable<never>,
): AsyncGenerator<RemoteEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const id = /^id: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (id !== undefined && data !== undefined) yield { id, data: JSON.parse(data) };
    }
  }
}

function unreachable(url: string, cause: unknown): SchemaServiceError {
  const { message = String(cause) } = cause instanceof Error ? cause : {};
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : '';
  return new SchemaServiceError(
    {
      code: 'API_UNREACHABLE',
      message: `Nothing answers at ${url}.`,
      why: inner || message,
      fix: 'Check the address, and that the Schema API runs. A run goes on without who watches it.',
      meta: { url },
    },
    { cause },
  );
}
