import { setTimeout as sleep } from 'node:timers/promises';
import { isSchemaServiceError, redact } from '@schema-service/errors';

/** What is told of a release. */
export interface ReleaseEvent {
  readonly kind: 'releasePublished';
  readonly version: string;
  readonly previous: string | null;
  readonly bump: string;
  /** The text of `changelog.md`. */
  readonly changelog: string;
  /** The packages with their versions, as an install names them. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

/** Somebody who is told of releases. Each kind is an adapter beside this. */
export interface Notifier {
  readonly name: string;
  /** Throws where it did not arrive. */
  readonly notify: (event: ReleaseEvent) => Promise<void>;
}

export interface Notification {
  readonly notifier: string;
  readonly attempts: number;
  /** Why it did not arrive; undefined where it did. */
  readonly problem?: string;
}

export interface NotifyOptions {
  /** How often each is tried. */
  readonly attempts?: number;
  /** Before the second try; doubled for each after it. */
  readonly firstDelayMs?: number;
}

/** Tells everybody. What does not arrive is tried again, and then reported: a release does not fail by it. */
export function notifyAll(
  notifiers: readonly Notifier[],
  event: ReleaseEvent,
  { attempts = 3, firstDelayMs = 1_000 }: NotifyOptions = {},
): Promise<readonly Notification[]> {
  return Promise.all(
    notifiers.map(async ({ name, notify }): Promise<Notification> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await notify(event);
          return { notifier: name, attempts: attempt };
        } catch (error) {
          if (attempt >= attempts) {
            return { notifier: name, attempts: attempt, problem: problemText(error) };
          }
          await sleep(firstDelayMs * 2 ** (attempt - 1));
        }
      }
    }),
  );
}

function problemText(error: unknown): string {
  if (isSchemaServiceError(error)) return [error.message, error.fix].filter(Boolean).join(' ');
  return redact(error instanceof Error ? error.message : String(error));
}
