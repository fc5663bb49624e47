import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { codegenTargets, packageNames, writePackage } from '@schema-service/codegen';
import { parseSchema, type SchemaModel, schemaSql } from '@schema-service/schema-model';
import pg from 'pg';
import { sampleSchema } from '../sample-schema.ts';

const sources = join(import.meta.dirname, '../../python');
const database = join(import.meta.dirname, '../../database');

/** Where the benchmark's programs lie, beside the clients that they import. */
export interface PythonWork {
  readonly url: string;
  /** What a program of the benchmark prints as JSON. */
  readonly run: (program: string, args: readonly string[]) => Promise<unknown>;
}

/** Generates the clients, and fills the database. */
export async function prepareWork(
  directory: string,
  url: string,
  python: string,
): Promise<PythonWork> {
  const folder = join(directory, 'work');
  cpSync(sources, folder, { recursive: true });
  const schema = readFileSync(join(database, 'schema.prisma'), 'utf8');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const clients: string[] = [];
  for (const [name, content] of [
    ['bench-db', schema],
    ['large-db', sampleSchema(71)],
  ] as const) {
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    await client.query((await schemaSql(null, model)).join('\n'));
    clients.push(await writeClient(name, model, directory));
  }
  await client.query(readFileSync(join(database, 'rows.sql'), 'utf8'));
  await client.end();
  return {
    url,
    run: async (program, args) => {
      const child = spawn(python, [program, ...args], {
        cwd: folder,
        env: {
          ...process.env,
          PYTHONPATH: clients.join(delimiter),
          // What pip installs is compiled, and so is what the first round imports.
          PYTHONDONTWRITEBYTECODE: '',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
      if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}.`);
      return JSON.parse(output);
    },
  };
}

/** The folder that it can be imported from. */
async function writeClient(name: string, model: SchemaModel, directory: string): Promise<string> {
  const names = packageNames({ scope: '@org', name: 'db', clients: { python: { name } } });
  const folder = join(directory, name);
  const generated = await codegenTargets.python.generate(model, { version: '1.0.0', names });
  await writePackage(generated, folder);
  return folder;
}
