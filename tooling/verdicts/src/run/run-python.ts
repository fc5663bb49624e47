import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type PythonNaming, pythonNaming } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { GivenRow, GivenValue, Operation, Outcome } from '../plan/operation.ts';
import type { OpenClient } from './open-client.ts';

const runner = join(import.meta.dirname, '..', '..', 'runners', 'run_operations.py');

export interface PythonRunner {
  /** A generated Python client on a database, with the connections and prepared statements of its own. */
  readonly open: (module: string, databaseUrl: string, schema: SchemaModel) => Promise<OpenClient>;
  readonly stop: () => void;
}

/** One interpreter for all cases, with the generated packages of a folder on its path. */
export function startPython(python: string, packages: string): PythonRunner {
  const child = spawn(python, [runner], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (job: object): Promise<Outcome[]> => {
    child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('The Python runner ended.');
    return JSON.parse(value);
  };
  let opened = 0;
  return {
    open: async (module, databaseUrl, schema) => {
      const client = ++opened;
      const naming = pythonNaming(schema);
      await ask({ client, open: { module, databaseUrl } });
      return {
        run: (operations) =>
          ask({ client, operations: operations.map((each) => inPython(naming, each)) }),
        [Symbol.asyncDispose]: async () => {
          await ask({ client, close: true });
        },
      };
    },
    stop: () => child.stdin.end(),
  };
}

/** The operation in the names that the Python client gives to models, fields and enums. */
function inPython(naming: PythonNaming, operation: Operation): object {
  const { entity } = operation;
  const row = (given: GivenRow): object => rowInPython(naming, entity, given);
  return {
    ...operation,
    entity: naming.accessor(entity),
    ...('data' in operation ? { data: row(operation.data) } : {}),
    ...('create' in operation
      ? { create: row(operation.create), update: row(operation.update) }
      : {}),
    ...('where' in operation ? { where: row(operation.where.values) } : {}),
    ...('by' in operation ? { by: criterion(naming, entity, operation.by) } : {}),
    ...('relation' in operation
      ? { relation: naming.field(entity, operation.relation), relationName: operation.relation }
      : {}),
    ...('to' in operation
      ? { to: rowInPython(naming, operation.to.entity, operation.to.values) }
      : {}),
  };
}

function criterion(naming: PythonNaming, entity: string, by: string | GivenRow): unknown {
  return typeof by === 'string' ? naming.field(entity, by) : rowInPython(naming, entity, by);
}

function rowInPython(naming: PythonNaming, entity: string, given: GivenRow): object {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      naming.field(entity, name),
      value.type === 'Enum' ? enumValue(naming, value) : value,
    ]),
  );
}

function enumValue(naming: PythonNaming, { of, value }: GivenValue): object {
  const member = (name: unknown): unknown =>
    name === null ? null : naming.member(of, String(name));
  return {
    type: 'Enum',
    of: naming.enum(of),
    value: Array.isArray(value) ? value.map(member) : member(value),
  };
}
