import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AttemptOutcome,
  ClaimedDelivery,
  DeliveryQueue,
  EventSignals,
  WebhookStore,
} from '@schema-service/catalog';
import { isSchemaServiceError } from '@schema-service/errors';
import { record } from '../telemetry/telemetry.ts';
import type { ReceiverPolicy } from './receiver-address.ts';
import { type Answer, sendMessage } from './send-message.ts';
import { signatureHeaders, type WebhookSecrets } from './webhook-secrets.ts';

export interface DeliveryOptions {
  readonly deliveries: DeliveryQueue;
  readonly webhooks: WebhookStore;
  readonly secrets: WebhookSecrets;
  readonly policy: ReceiverPolicy;
  readonly signals?: EventSignals;
  readonly log?: { readonly warn: (detail: object, message: string) => void };
  /** In milliseconds, for a whole request. Default: 15 seconds. */
  readonly timeout?: number;
  /** In milliseconds: how often is looked for what is due. Default: a second. */
  readonly poll?: number;
  /** In seconds, before the second attempt; each pause is four times the one before, up to a day. Default: 5. */
  readonly firstPause?: number;
  /** Default: 10, over more than two days. */
  readonly maxAttempts?: number;
}

/** How many are under way at once in this process, and to one receiver. */
const CONCURRENCY = 20;
const PER_WEBHOOK = 4;
const KEPT_DAYS = 30;
const DAY = 86_400;

/**
 * Sends what is due until it is disposed of. Any number of processes may: the
 * queue gives each delivery to one of them, and again to another where that one
 * is killed before it has said how it went.
 */
export function deliverWebhooks(options: DeliveryOptions): AsyncDisposable {
  const { deliveries, signals, log, timeout = 15_000, poll = 1_000 } = options;
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, string>();
  let wake = (): void => {};

  async function begin(): Promise<boolean> {
    if (underWay.size >= CONCURRENCY) return false;
    const receivers = [...underWay.values()];
    const isBusy = (id: string): boolean =>
      receivers.filter((other) => other === id).length >= PER_WEBHOOK;
    const claimed = await deliveries.claim({
      limit: CONCURRENCY - underWay.size,
      // Longer than an attempt can take.
      lease: timeout / 1_000 + 30,
      perWebhook: PER_WEBHOOK,
      busy: [...new Set(receivers)].filter(isBusy),
    });
    for (const delivery of claimed) {
      const attempt = tryDelivery(delivery, options)
        .catch((error: unknown) => log?.warn({ err: error }, 'Could not say how a webhook went.'))
        .finally(() => {
          underWay.delete(attempt);
          wake();
        });
      underWay.set(attempt, delivery.webhookId);
    }
    return claimed.length > 0;
  }

  async function keepDelivering(): Promise<void> {
    let forgotten = 0;
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const hasMore = await begin().catch((error: unknown) => {
        log?.warn({ err: error }, 'Could not look for webhooks that are due.');
        return false;
      });
      if (Date.now() - forgotten > DAY * 1_000) {
        forgotten = Date.now();
        await deliveries.forget(KEPT_DAYS).catch(() => {});
      }
      if (hasMore) continue;
      const pause = sleep(poll, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      await Promise.race([woken, pause]);
    }
  }

  const unsubscribe = signals?.subscribe(({ kind }) => {
    if (kind === 'event') wake();
  });
  const ended = keepDelivering();
  return {
    [Symbol.asyncDispose]: async () => {
      unsubscribe?.();
      stopping.abort();
      await ended;
      await Promise.allSettled(underWay.keys());
    },
  };
}

async function tryDelivery(delivery: ClaimedDelivery, options: DeliveryOptions): Promise<void> {
  const { deliveries, webhooks, timeout = 15_000 } = options;
  const at = new Date();
  const begun = performance.now();
  const answer = await send(delivery, at, options, timeout);
  const tried = { ...answer, at: at.toISOString(), duration: performance.now() - begun };
  const judged = judge(answer, delivery.tries, options);
  record('deliveries', 1, { result: judged.status });
  await deliveries.settle(delivery, { ...tried, ...judged });
  if (answer.responseStatus === 410) {
    const disabledReason = 'The receiver answered 410 Gone.';
    await webhooks.update(delivery.webhookId, { enabled: false, disabledReason });
  }
}

async function send(
  { id, webhookId, url, event, secrets: sealed }: ClaimedDelivery,
  at: Date,
  { secrets, policy }: DeliveryOptions,
  timeout: number,
): Promise<Answer> {
  const body = JSON.stringify(
    event === null
      ? { type: 'webhook.test', timestamp: at.toISOString(), data: {} }
      : {
          type: event.event,
          timestamp: event.at,
          data: { id: event.id, subject: event.subject, ...event.data },
        },
  );
  try {
    const opened = sealed.map((secret) => secrets.open(secret, webhookId));
    // The same for every attempt: a receiver knows by it what it has had.
    const message = { id: `msg_${webhookId}_${id}`, timestamp: Math.floor(+at / 1_000), body };
    const headers = {
      ...signatureHeaders(message, opened),
      'content-type': 'application/json',
      'user-agent': 'schema-api-webhooks',
    };
    return await sendMessage(url, headers, body, { policy, timeout });
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    return { responseStatus: null, responseBody: null, error: error.message };
  }
}

function judge(
  { responseStatus }: Answer,
  tries: number,
  { firstPause = 5, maxAttempts = 10 }: DeliveryOptions,
): Pick<AttemptOutcome, 'status' | 'pause'> {
  const status = responseStatus ?? 0;
  if (status >= 200 && status < 300) return { status: 'delivered' };
  if (status === 410 || tries >= maxAttempts) return { status: 'failed' };
  const pause = Math.min(firstPause * 4 ** (tries - 1), DAY);
  // Receivers that all failed at once are not all tried again at once.
  return { status: 'pending', pause: pause * (0.8 + Math.random() * 0.4) };
}
