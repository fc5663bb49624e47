import type { Client, Connection } from 'pg';
import { type ScriptOutcome, ScriptQuery } from './script-query.ts';

/** Sends a message at once, even while the one before it is under way. */
export type SendAhead = (text: string) => Promise<ScriptOutcome>;

/**
 * Lets the server go from one message to the next without a round trip between
 * them. No more than one message may be ahead of the one that is awaited, and
 * nothing else be queried on the client meanwhile.
 */
export function sendAhead(client: Client): SendAhead {
  let underWay = 0;
  let connection: Connection | undefined;
  return async (text) => {
    underWay++;
    const ahead = underWay > 1 ? connection : undefined;
    ahead?.query(text);
    const outcome = await new Promise<ScriptOutcome>((resolve) => {
      const submit = (current: Connection): void => {
        connection = current;
        if (!ahead) current.query(text);
      };
      client.query(new ScriptQuery(submit, resolve));
    });
    underWay--;
    return outcome;
  };
}
