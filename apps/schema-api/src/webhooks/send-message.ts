import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isSchemaServiceError, redact } from '@schema-service/errors';
import { allowedLookup, hostOf, type ReceiverPolicy, receiverUrl } from './receiver-address.ts';

/** What came back, or why nothing did. */
export interface Answer {
  readonly responseStatus: number | null;
  /** The beginning of it. */
  readonly responseBody: string | null;
  readonly error: string | null;
}

export interface SendOptions {
  readonly policy: ReceiverPolicy;
  /** In milliseconds, for all of it. */
  readonly timeout: number;
}

/** In bytes: what is kept of an answer. The rest is not read. */
const KEPT_BODY = 1_024;

/** Posts a message, on a connection of its own. Redirects are not followed. Never throws. */
export async function sendMessage(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { policy, timeout }: SendOptions,
): Promise<Answer> {
  try {
    const url = receiverUrl(target, policy);
    return await post(url, headers, body, { policy, timeout });
  } catch (error) {
    return { responseStatus: null, responseBody: null, error: inWords(error, timeout) };
  }
}

function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { policy, timeout }: SendOptions,
): Promise<Answer> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const options: RequestOptions = {
    method: 'POST',
    host: hostOf(url),
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: allowedLookup(policy),
    agent: false,
    signal: AbortSignal.timeout(timeout),
    maxHeaderSize: 16 * 1024,
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (response) => {
      const { statusCode = 0 } = response;
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (): void => {
        const error = statusCode >= 300 && statusCode < 400 ? 'Redirects are not followed.' : null;
        resolve({ responseStatus: statusCode, responseBody: beginning(chunks), error });
        sent.destroy();
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= KEPT_BODY) finish();
      });
      // A status that has arrived counts, even where the rest breaks off.
      response.on('end', finish).on('error', finish).on('close', finish);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function beginning(chunks: readonly Buffer[]): string {
  const text = Buffer.concat(chunks).subarray(0, KEPT_BODY).toString('utf8');
  return redact(text.replaceAll('\0', ''));
}

function inWords(error: unknown, timeout: number): string {
  if (isSchemaServiceError(error)) {
    const { message, why = '' } = error.toJSON();
    return `${message} ${why}`.trim();
  }
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return `No answer within ${timeout / 1000} seconds.`;
  }
  // Several addresses that all failed arrive as one AggregateError without a message.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return redact(first instanceof Error ? first.message : String(first));
}
