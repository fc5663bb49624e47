import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ArtifactSummary } from '@schema-service/catalog';
import { record } from '../telemetry/telemetry.ts';
import type { Serving } from './serving.ts';
import { type AnsweredStatus, writeAnswer } from './write-answer.ts';

const hit = { result: 'hit' } as const;

/** What others add to answers from memory. Both run in the hot path: they cost next to nothing, or answer 'unknown'. */
export interface ServingSeams {
  /**
   * May the sender read? Decided without waiting: 'unknown' takes the request
   * through the routes and their authorization, and so does false, which
   * answers it there. Default: everyone may.
   */
  readonly mayRead?: (request: IncomingMessage) => boolean | 'unknown';
  /** Told of every artifact that is sent (200 and 206, and 304 to who has it), from memory or not. */
  readonly onServed?: (
    request: IncomingMessage,
    artifact: ArtifactSummary,
    status: AnsweredStatus,
    /** Where a route has found out whose token it is; else it may be known from memory. */
    tokenId?: string,
  ) => void;
}

export interface Front {
  /** Answers what memory has; false where the routes have to. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
}

interface FrontOptions {
  /** Have requests with an `Origin` an answer of their own? */
  readonly hasCors: boolean;
  /** False when the server is about to close: the routes say so then. */
  readonly isOpen: () => boolean;
  /** Is the log fine enough for each answer from memory? */
  readonly logs: () => boolean;
  readonly log: (fields: object) => void;
}

/**
 * Stands before the routes and answers from memory. Whatever is out of the
 * ordinary (another method, an origin that CORS has to look at, a client that
 * is not known to be allowed) is left to them.
 */
export function createFront(
  { cache, mayRead = () => true, onServed }: Serving,
  { hasCors, isOpen, logs, log }: FrontOptions,
): Front {
  return {
    answer: (request, response) => {
      const { method, url = '', headers } = request;
      if (!isOpen() || (method !== 'GET' && method !== 'HEAD')) return false;
      if (hasCors && headers.origin !== undefined) return false;
      const found = cache.find(url, headers, 'heard');
      if (found === undefined || mayRead(request) !== true) return false;
      const status = writeAnswer(request, response, found);
      record('cacheReads', 1, hit);
      if (found.artifact !== undefined) onServed?.(request, found.artifact, status);
      if (logs()) {
        log({
          method,
          status,
          address: request.socket.remoteAddress,
          file: found.artifact?.filename,
        });
      }
      return true;
    },
  };
}

/** The front, and behind it the routes. */
export function frontBefore(front: Front, routes: RequestListener): RequestListener {
  return (request, response) => {
    if (!front.answer(request, response)) routes(request, response);
  };
}
