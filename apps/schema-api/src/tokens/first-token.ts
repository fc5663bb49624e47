import type { TokenStore } from '@schema-service/catalog';
import type { FastifyBaseLogger } from 'fastify';

/** In seconds: a token that was written where others may read it later is good for a day. */
const briefly = 86_400;

/** Where a token is shown. */
export interface TokenScreen {
  /** Whether a person watches, and nothing is kept. */
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** Lets the token that the process was given in, before anybody can send it. */
export async function adoptAdmin(
  tokens: TokenStore,
  given: string,
  log: FastifyBaseLogger,
): Promise<void> {
  const outcome = await tokens.adoptAdmin(given, 'ADMIN_TOKEN');
  if (outcome === 'ended') log.warn('ADMIN_TOKEN was revoked: give another one.');
  if (outcome === 'adopted') log.info('The admin token is the one that was given.');
}

/**
 * Makes a token where no admin's lives, and shows it this once to whoever
 * started the process, and never in the log. A start that fails shows none:
 * it is the last step.
 */
export async function showFirstAdmin(
  tokens: TokenStore,
  screen: TokenScreen = process.stderr,
): Promise<void> {
  const isWatched = screen.isTTY === true;
  const lifetime = isWatched ? {} : { lifetime: briefly };
  const first = await tokens.createFirst({ name: 'first admin', ...lifetime });
  if (first === undefined) return;
  const duration = isWatched
    ? 'Keep it: it is not shown again.'
    : 'It is not shown again, and good for a day: make another with it, or set ADMIN_TOKEN.';
  screen.write(`The first admin token: ${first.text}\n  ${duration}\n`);
}
