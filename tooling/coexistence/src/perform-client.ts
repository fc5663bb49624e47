import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ClientCall, ClientOperation } from './client-operations.ts';
import type { Choices, Operation, Performed, Performer } from './operation.ts';
import type { ServiceConfig } from './start-service.ts';

type Row = Readonly<Record<string, unknown>>;
type Delegates = Readonly<Record<string, Record<string, (args: unknown) => Promise<unknown>>>>;

/** A generated client, whatever its schema. */
type Client = Delegates &
  AsyncDisposable & {
    readonly $transaction: (work: (tx: Delegates) => Promise<void>) => Promise<void>;
  };

/** A service that has the client of its version, as it was packed and installed, with its usual settings. */
export function openClient(
  { connectionString, name, client: installed }: ServiceConfig,
  { pick, newKey }: Choices,
): Performer {
  if (installed === undefined) throw new Error('a service with a client is told where that is');
  const { folder, module } = installed;
  const { createClient } = createRequire(join(folder, 'service.js'))(module);
  const client: Client = createClient({ connectionString, service: name });

  return {
    perform: async (given: Operation, key) => {
      // What it is told to do are operations of a client.
      const operation = given as ClientOperation;
      const values = Object.fromEntries(
        Object.entries(operation.values).map(([called, from]) => [
          called,
          from === 'own key' ? key : from === 'new key' ? newKey() : pick(from),
        ]),
      );
      let performed: Performed = { wrong: [] };
      const work = async (on: Delegates): Promise<void> => {
        for (const each of operation.calls) {
          const result = await on[each.model]?.[each.method]?.(argument(each.args, values));
          performed = joined(performed, read(each, values, result));
        }
      };
      await (operation.isTransaction ? client.$transaction(work) : work(client));
      return performed;
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

const joined = (before: Performed, after: Performed): Performed => ({
  ...{ ...before, ...after },
  wrong: [...before.wrong, ...after.wrong],
});

function argument(given: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(given)) return given.map((each) => argument(each, values));
  if (given === null || typeof given !== 'object') return given;
  if ('$' in given) return values[String(given.$)];
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, argument(value, values)]),
  );
}

function read(
  { gives = {}, changes }: ClientCall,
  values: Readonly<Record<string, unknown>>,
  result: unknown,
): Performed {
  if (changes !== undefined) {
    const { count } = result as { readonly count: number };
    return { wrong: count === changes ? [] : [`${count} rows where there are ${changes}`] };
  }
  if (Array.isArray(result)) return { wrong: [] };
  const row = asTexts(result as Row);
  const wrong = Object.entries(gives).flatMap(([field, from]) => {
    const wanted = text(typeof from === 'string' ? from : values[from.$]);
    return row[field] === wanted ? [] : [`${field} is ${row[field]}, written was ${wanted}`];
  });
  return { wrong, row: JSON.stringify(Object.entries(row).sort()) };
}

const asTexts = (row: Row): Readonly<Record<string, string | null>> =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [field, text(value)]));

const text = (value: unknown): string | null =>
  value === null ? null : Array.isArray(value) ? JSON.stringify(value) : String(value);
