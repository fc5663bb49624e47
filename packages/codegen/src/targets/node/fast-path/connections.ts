import type { PoolClient } from 'pg';
import type { Run } from './compile-plan.ts';
import type { Scope } from './plan.ts';
import type { RowReader } from './row-reader.ts';
import type { Statement } from './statement.ts';
import { hasRun } from './statement-names.ts';
import { WireQuery, type WireResult } from './wire-query.ts';

/** Lends a connection whose session is in UTC. */
export interface Lender {
  connect(): Promise<PoolClient>;
  /** Closes the connections that wait and that the server has ended. */
  dropLost(): Promise<void>;
}

/** Told of each statement that has run. */
export type OnStatement = (text: string, values: readonly unknown[], started: number) => void;

export interface RunOptions {
  /** How the driver writes a value. */
  readonly prepareValue: (value: unknown) => unknown;
  readonly onStatement?: OnStatement | undefined;
}

/** Runs statements on connections of a pool, each on the next that is free. */
export function runOnPool(pool: Lender, isNamed: boolean, options: RunOptions): Run {
  return async (statement, scope, reader) => {
    const client = await pool.connect();
    let lost: Error | undefined;
    try {
      return await once(client, statement, isNamed ? statement.name : '', scope, reader, options);
    } catch (error) {
      if (isLost(error)) lost = error as Error;
      throw error;
    } finally {
      client.release(lost);
    }
  };
}

/**
 * Runs statements of a transaction on its connection. None of them is kept: one that
 * no longer fits a table would end the transaction.
 */
export function runOnClient(client: PoolClient, options: RunOptions): Run {
  return (statement, scope, reader) => once(client, statement, '', scope, reader, options);
}

function once(
  client: PoolClient,
  statement: Statement,
  name: string,
  scope: Scope,
  reader: RowReader | undefined,
  { prepareValue, onStatement }: RunOptions,
): Promise<WireResult> {
  const { text } = statement;
  const values = statement.values(scope);
  const started = onStatement === undefined ? 0 : performance.now();
  return new Promise((resolve, reject) => {
    const query = new WireQuery({ text, name, values, reader }, prepareValue);
    query.callback = (error, result) => {
      if (error) {
        reject(Object.assign(error, name === '' ? {} : { statement, statementName: name }));
        return;
      }
      hasRun(name);
      onStatement?.(text, values, started);
      resolve(result as WireResult);
    };
    // Declared for its own queries alone.
    (client.query as (submittable: unknown) => unknown)(query);
  });
}

/** Whether a statement that is alone in its transaction may be prepared anew and run once more; it is renewed then. */
export function renewed(error: unknown): boolean {
  const { code, statement, statementName = '' } = error as FailedStatement;
  return statement?.renewIfOutdated(code, statementName) ?? false;
}

interface FailedStatement {
  readonly code?: string;
  /** Set on the error of a statement that the connection keeps. */
  readonly statement?: Statement;
  readonly statementName?: string;
}

const LOST: ReadonlySet<unknown> = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE']);

/** Whether an error says that the connection is no more. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    LOST.has((error as { readonly code?: unknown }).code) ||
    /^Connection terminated|not queryable$/.test(error.message)
  );
}

/** How the driver writes a value as text; it does not export it. */
export function driversPrepareValue(): (value: unknown) => unknown {
  const { prepareValue } = require('pg/lib/utils.js') as {
    readonly prepareValue: (value: unknown) => unknown;
  };
  return prepareValue;
}
