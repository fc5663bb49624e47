import type { PoolClient } from 'pg';
import type { Run } from './compile-plan.ts';
import { type Lender, ParkedConnections } from './parked-connections.ts';
import type { Scope } from './plan.ts';
import type { Statement } from './statement.ts';
import { hasRun } from './statement-names.ts';
import type { TransactionConnection } from './transaction-connection.ts';
import { type Reader, WireQuery, type WireResult, type WireStatement } from './wire-query.ts';

/** Told of each statement that has run. */
export type OnStatement = (text: string, values: readonly unknown[], started: number) => void;

export interface RunOptions {
  /** How the driver writes a value. */
  readonly prepareValue: (value: unknown) => unknown;
  readonly onStatement?: OnStatement | undefined;
}

/** Runs statements on connections of a pool, each on the next that is free. */
export function runOnPool(pool: Lender, isNamed: boolean, options: RunOptions): Run {
  const connections = new ParkedConnections(pool);
  return (statement, scope, reader) => {
    const execute = (client: PoolClient): Promise<WireResult> => {
      const give = (error?: Error): void =>
        connections.give(client, isLost(error) ? error : undefined);
      const name = isNamed ? statement.name : '';
      return once(client, { statement, name, scope, reader }, options, give);
    };
    const client = connections.take();
    return client === undefined ? connections.lend().then(execute) : execute(client);
  };
}

/**
 * Runs statements of a transaction on its connection. Only the first is one that is kept: one that no
 * longer fits a table ends the transaction, which has to begin anew then.
 */
export function runOnTransaction(
  connection: TransactionConnection,
  isNamed: boolean,
  options: RunOptions,
): Run {
  const begin = (): string | undefined => connection.takeBegin();
  const ended = (error?: Error): void => connection.answered(error);
  return (statement, scope, reader) =>
    connection.inTurn(() => {
      const name = isNamed && !connection.isOpen ? statement.name : '';
      return once(connection.client, { statement, name, scope, reader, begin }, options, ended);
    });
}

interface Execution {
  readonly statement: Statement;
  /** Empty for one that the connection does not keep. */
  readonly name: string;
  readonly scope: Scope;
  readonly reader: Reader | undefined;
  readonly begin?: WireStatement['begin'];
}

/** @param ended called before the result is there */
function once(
  client: PoolClient,
  { statement, name, scope, reader, begin }: Execution,
  { prepareValue, onStatement }: RunOptions,
  ended: (error?: Error) => void,
): Promise<WireResult> {
  const { text } = statement;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      ended(error);
      reject(error);
    };
    let values: readonly unknown[];
    try {
      values = statement.values(scope);
    } catch (error) {
      fail(error as Error);
      return;
    }
    const started = onStatement === undefined ? 0 : performance.now();
    const query = new WireQuery({ text, name, values, reader, prepareValue, begin });
    query.callback = (error, result) => {
      if (error) {
        fail(name === '' ? error : Object.assign(error, { statement, statementName: name }));
        return;
      }
      hasRun(name);
      onStatement?.(text, values, started);
      ended();
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
