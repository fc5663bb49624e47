import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pythonNames } from '@schema-service/codegen';
import type { GivenKey, GivenRow, Operation, Outcome } from '../plan/operation.ts';
import type { OpenClient } from './open-client.ts';

const runner = join(import.meta.dirname, '..', '..', 'runners', 'run_operations.py');

export interface PythonRunner {
  /** A generated Python client on a database, with prepared statements. */
  readonly open: (module: string, databaseUrl: string) => Promise<OpenClient>;
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
    open: async (module, databaseUrl) => {
      const client = ++opened;
      await ask({ client, open: { module, databaseUrl } });
      return {
        run: async (operations) => {
          const able = operations.filter(({ act }) => act !== 'follow' && act !== 'connect');
          const answers = await ask({ client, operations: able.map(inPython) });
          return operations.map((operation) =>
            able.includes(operation)
              ? (answers.shift() ?? { kind: 'skipped' })
              : { kind: 'skipped' },
          );
        },
        [Symbol.asyncDispose]: async () => {
          await ask({ client, close: true });
        },
      };
    },
    stop: () => child.stdin.end(),
  };
}

/** The operation in the names that the Python client gives to models, fields and enums. */
function inPython(operation: Operation): object {
  return {
    ...operation,
    entity: pythonNames.accessorName(operation.entity),
    ...('data' in operation ? { data: row(operation.data) } : {}),
    ...('create' in operation
      ? { create: row(operation.create), update: row(operation.update) }
      : {}),
    ...('where' in operation ? { where: key(operation.where) } : {}),
    ...('by' in operation ? { by: criterion(operation.by) } : {}),
  };
}

function criterion(by: string | GivenRow): unknown {
  return typeof by === 'string' ? pythonNames.fieldName(by) : row(by);
}

function key({ values }: GivenKey): object {
  return row(values);
}

function row(given: GivenRow): object {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      pythonNames.fieldName(name),
      value.type === 'Enum' ? enumValue(value.of, value.value) : value,
    ]),
  );
}

function enumValue(of: string, value: unknown): object {
  const member = (name: unknown): unknown =>
    name === null ? null : pythonNames.memberName(String(name));
  return {
    type: 'Enum',
    of: pythonNames.className(of),
    value: Array.isArray(value) ? value.map(member) : member(value),
  };
}
