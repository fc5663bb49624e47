import { createRequire } from 'node:module';
import type { GivenKey, GivenRow, GivenValue, Operation, Outcome } from '../plan/operation.ts';
import type { OpenClient } from './open-client.ts';
import { toJson } from './to-json.ts';

const require = createRequire(import.meta.url);

type Delegate = Readonly<Record<string, (args?: object) => Promise<unknown>>>;
/** A generated client, whatever its schema. */
interface NodeClient {
  readonly $disconnect: () => Promise<void>;
  readonly [model: string]: unknown;
}
interface ClientModule {
  readonly createClient: (options: {
    connectionString: string;
    preparedStatements: boolean;
  }) => NodeClient;
  readonly Prisma: { readonly Decimal: new (text: string) => unknown };
}

/** A compiled Node client on a database, with prepared statements. */
export async function openNode(modulePath: string, connectionString: string): Promise<OpenClient> {
  const module: ClientModule = require(modulePath);
  const db = module.createClient({ connectionString, preparedStatements: true });
  const decode = decoder(module);
  const outcomeOf = async (operation: Operation): Promise<Outcome> => {
    const delegate = db[accessor(operation.entity)] as Delegate;
    try {
      return { kind: 'done', answer: toJson(await perform(delegate, operation, decode)) };
    } catch (error) {
      return { kind: 'failed', error: lastLine(error) };
    }
  };
  return {
    run: async (operations) => {
      const outcomes: Outcome[] = [];
      for (const operation of operations) outcomes.push(await outcomeOf(operation));
      return outcomes;
    },
    [Symbol.asyncDispose]: () => db.$disconnect(),
  };
}

type Decode = (row: GivenRow) => Record<string, unknown>;

function perform(delegate: Delegate, operation: Operation, decode: Decode): Promise<unknown> {
  const call = (method: string, args?: object): Promise<unknown> => {
    const run = delegate[method];
    if (run === undefined) throw new Error(`The client has no ${method} of ${operation.entity}`);
    return run(args);
  };
  const where = (key: GivenKey): object => {
    const values = decode(key.values);
    return Object.keys(values).length === 1 ? values : { [key.name]: values };
  };
  switch (operation.act) {
    case 'create':
      return call('create', { data: decode(operation.data) });
    case 'update':
      return call('update', { where: where(operation.where), data: decode(operation.data) });
    case 'upsert':
      return call('upsert', {
        where: where(operation.where),
        create: decode(operation.create),
        update: decode(operation.update),
      });
    case 'delete':
      return call('delete', { where: where(operation.where) });
    case 'findUnique':
      return call('findUnique', { where: where(operation.where) });
    case 'order':
      return call('findMany', {
        select: { [operation.by]: true },
        orderBy: { [operation.by]: 'asc' },
      });
    case 'findMany':
      return call('findMany');
    case 'filter':
      return call('findMany', { where: decode(operation.by) });
    case 'deleteMany':
      return call('deleteMany', { where: decode(operation.by) });
    case 'count':
      return call('count');
    case 'follow':
      return call('findMany', { include: { [operation.relation]: true } });
    case 'connect':
      return call('update', {
        where: where(operation.where),
        data: { [operation.relation]: { connect: where(operation.to) } },
      });
  }
}

function decoder({ Prisma }: ClientModule): Decode {
  const one = (type: GivenValue['type'], value: unknown): unknown => {
    if (value === null) return null;
    switch (type) {
      case 'BigInt':
        return BigInt(String(value));
      case 'Bytes':
        return new Uint8Array(Buffer.from(String(value), 'base64'));
      case 'DateTime':
        return new Date(String(value));
      case 'Decimal':
        return new Prisma.Decimal(String(value));
      default:
        return value;
    }
  };
  const decode = ({ type, value }: GivenValue): unknown =>
    Array.isArray(value) ? value.map((item) => one(type, item)) : one(type, value);
  return (row) =>
    Object.fromEntries(
      Object.entries(row)
        // Prisma has two nulls of JSON; leaving the field out is the third way to say it.
        .filter(([, { type, value }]) => !(type === 'Json' && value === null))
        .map(([name, given]) => [name, decode(given)]),
    );
}

/** Prisma's name for a model on its client. */
function accessor(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
