import pg from 'pg';
import { record, startSpan } from './telemetry.ts';

/** A client for a pool whose statements are measured, and spans of the request that sends them. */
export class MeasuredClient extends pg.Client {
  /** node-postgres has eight signatures of it; the last argument is a callback, or there is a promise. */
  override query(...args: unknown[]): never {
    // A cast for the arguments, which go through as they are.
    const send = (all: unknown[]): unknown =>
      (pg.Client.prototype.query as (...all: unknown[]) => unknown).apply(this, all);
    const operation = operationOf(args[0]);
    const span = startSpan({
      name: operation,
      kind: 'client',
      attributes: { 'db.system.name': 'postgresql', 'db.operation.name': operation },
    });
    const begin = performance.now();
    const end = (error: unknown): void => {
      const type = error ? { 'error.type': errorType(error) } : {};
      const seconds = (performance.now() - begin) / 1_000;
      record('queries', seconds, { 'db.operation.name': operation, ...type });
      span.end({ attributes: type, ...(error ? { error: errorType(error) } : {}) });
    };
    const callback = args.at(-1);
    if (typeof callback === 'function') {
      const measured = (error: unknown, ...rest: unknown[]): void => {
        end(error);
        callback(error, ...rest);
      };
      return send([...args.slice(0, -1), measured]) as never;
    }
    const result = send(args);
    if (result instanceof Promise) result.then(() => end(undefined), end);
    return result as never;
  }
}

/** The first word of the statement: no more of it, because a literal may be a secret. */
function operationOf(query: unknown): string {
  const text = typeof query === 'string' ? query : String(Object(query).text ?? '');
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'UNKNOWN';
}

/** PostgreSQL's SQLSTATE or the code of a lost connection. */
const errorType = (error: unknown): string => String(Object(error).code ?? 'error');
