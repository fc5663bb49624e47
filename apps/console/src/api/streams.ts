import { createParser } from 'eventsource-parser';
import { publicUrl } from './base-path.ts';
import { currentToken } from './session.ts';

const PAUSE_MS = 2_000;

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** Each message, its data parsed. True ends the stream. */
  readonly onMessage: (data: unknown) => boolean;
  readonly onState?: (state: 'open' | 'lost') => void;
}

/**
 * Follows server-sent events of the API. The browser's own EventSource sends no token, so this
 * reads them through `fetch`; a connection that breaks is begun again behind the last event.
 * Ends when it is aborted, when a message ends it, or when the API refuses.
 */
export async function follow(path: string, options: StreamOptions): Promise<void> {
  const { signal, onMessage, onState } = options;
  let lastId: string | undefined;
  for (;;) {
    try {
      const token = currentToken();
      const answer = await fetch(`${publicUrl}${path}`, {
        signal,
        headers: {
          accept: 'text/event-stream',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
        },
      });
      if (answer.status >= 400 && answer.status < 500) return;
      if (answer.ok && answer.body) {
        onState?.('open');
        let isOver = false;
        const parser = createParser({
          onEvent: ({ id, data }) => {
            lastId = id ?? lastId;
            isOver ||= onMessage(JSON.parse(data));
          },
        });
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          parser.feed(value);
          if (isOver) return void reader.cancel();
        }
      }
    } catch {
      // Lost: begun again below.
    }
    if (signal.aborted) return;
    onState?.('lost');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (signal.aborted) return;
  }
}
