import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { observe } from '../telemetry/telemetry.ts';

export interface ServerSentEvent {
  /** What a client that comes back sends as `Last-Event-ID`. */
  readonly id?: string;
  /** The name that a browser's `addEventListener` takes. */
  readonly event?: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

/** One answer of the type `text/event-stream` that is open. */
export interface EventStream {
  readonly isOpen: () => boolean;
  /** Writes an event; resolves when the connection has room for another, or is gone. */
  readonly send: (event: ServerSentEvent) => Promise<void>;
  /** Writes frames that are made already, and may be shared by many streams. */
  readonly write: (frames: Uint8Array | string) => Promise<void>;
  /** Called once, when either side ends it. */
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a stream of events, and leaves the reply to it. The headers set so far go out. */
    eventStream(): EventStream;
  }
}

export interface ServerSentEventsOptions {
  /** In milliseconds: how often a silent stream says that it is there. Default: 15 seconds. */
  readonly heartbeat?: number;
  /** In milliseconds: a stream that is older is ended, so that who listens is asked for a token again. Default: an hour. */
  readonly maxAge?: number;
  /** In milliseconds: how long a client may take nothing of what it was sent. Default: a minute. */
  readonly patience?: number;
}

interface OpenStream {
  readonly response: ServerResponse;
  readonly openedAt: number;
  /** Since when the client has taken nothing; undefined while there is room. */
  fullSince: number | undefined;
}

/** Gives replies `eventStream()`. One timer serves all streams; they end when the server closes. */
export const serverSentEvents = fp(async (server, options: ServerSentEventsOptions) => {
  const { heartbeat = 15_000, maxAge = 3_600_000, patience = 60_000 } = options;
  const streams = new Set<OpenStream>();
  observe('listeners', () => [{ value: streams.size }]);

  const timer = setInterval(() => {
    const now = Date.now();
    for (const { response, openedAt, fullSince } of streams) {
      if (fullSince !== undefined) {
        if (now - fullSince > patience) response.destroy();
      } else if (now - openedAt > maxAge) {
        response.end();
      } else {
        response.write(':\n\n');
      }
    }
  }, heartbeat).unref();

  server.addHook('preClose', async () => {
    clearInterval(timer);
    for (const { response } of streams) response.end();
  });

  server.decorateReply('eventStream', function (this: FastifyReply) {
    const stream = open(this);
    streams.add(stream);
    stream.response.once('close', () => streams.delete(stream));
    return eventStream(stream);
  });
});

function open(reply: FastifyReply): OpenStream {
  reply
    .header('content-type', 'text/event-stream')
    .header('cache-control', 'no-store, no-transform')
    // Asks proxies of nginx's kind to pass on each event as it comes.
    .header('x-accel-buffering', 'no')
    .hijack();
  const { raw: response, request } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200);
  // What breaks the connection also closes the response.
  response.on('error', () => {});
  if (request.method === 'HEAD') response.end();
  else response.write('retry: 2000\n\n');
  return { response, openedAt: Date.now(), fullSince: undefined };
}

function eventStream(stream: OpenStream): EventStream {
  const { response } = stream;
  const isOpen = (): boolean => !response.writableEnded && !response.destroyed;
  const write = async (frames: Uint8Array | string): Promise<void> => {
    if (!isOpen() || response.write(frames)) return;
    stream.fullSince = Date.now();
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        response.off('drain', settle).off('close', settle);
        resolve();
      };
      response.once('drain', settle).once('close', settle);
    });
    stream.fullSince = undefined;
  };
  return {
    isOpen,
    send: (event) => write(eventFrame(event)),
    write,
    onClose: (listener) => void response.once('close', listener),
    close: () => void response.end(),
  };
}

/** An event as it is written. */
export function eventFrame({ id, event, data }: ServerSentEvent): string {
  const fields = [
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    `data: ${JSON.stringify(data)}`,
  ];
  return `${fields.join('\n')}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]/g, ' ');
}

/** A log that is read from a position on, and says when there may be more. */
export interface FollowedLog {
  /** Some of the events after a position, oldest first; none where there are no more. */
  readonly read: (after: string) => Promise<{
    readonly events: readonly (ServerSentEvent & { readonly id: string })[];
    /** Nothing will follow these: the stream ends. */
    readonly isOver?: boolean;
    /** Where to read on, where that is after the last event: others were passed over. */
    readonly position?: string;
  }>;
  /** @returns how to stop being told */
  readonly subscribe: (wake: () => void) => () => void;
}

/**
 * Sends a log from a position on, and what comes to it, for as long as the
 * stream is open. A slow client costs its position and no more: nothing is read
 * for it until it has taken what it was sent. A reading that fails is tried again.
 */
export function follow(stream: EventStream, after: string, log: FollowedLog): void {
  let position = after;

  async function readOn(): Promise<boolean> {
    const { events, isOver = false, position: passed } = await log.read(position);
    for (const event of events) {
      await stream.send(event);
      if (!stream.isOpen()) return false;
      position = event.id;
    }
    if (passed !== undefined) position = passed;
    if (isOver) stream.close();
    return !isOver && events.length > 0;
  }

  const wake = readWhenWoken(stream, readOn);
  const unsubscribe = log.subscribe(wake);
  stream.onClose(unsubscribe);
  wake();
}

/**
 * Reads for a stream while it is open, one reading at a time: once more when it
 * was woken meanwhile, and a second later where it failed.
 *
 * @param readOn says whether there may be more
 * @returns what wakes it
 */
export function readWhenWoken(stream: EventStream, readOn: () => Promise<boolean>): () => void {
  let isReading = false;
  let isWoken = false;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    while (isWoken && stream.isOpen()) {
      isWoken = false;
      const hasMore = await readOn().catch(async () => {
        await sleep(1_000, undefined, { ref: false });
        return true;
      });
      isWoken ||= hasMore;
    }
    isReading = false;
  }

  return () => {
    isWoken = true;
    void read();
  };
}
