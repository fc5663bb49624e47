import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type CodegenOptions,
  codegenTargets,
  type GeneratedFile,
  packageNames,
  pythonNames,
} from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import type { RuleCase } from '../rule-case.ts';
import { pythonConsumer } from './python-consumer.ts';
import { typescriptConsumer } from './typescript-consumer.ts';

export type Side = 'old' | 'new';
/** The versions of the schema that the clients are of. */
export const versions: Readonly<Record<Side, string>> = { old: '1.0.0', new: '2.0.0' };

/** Whose code is compiled, and against whose client. */
export type Pairing = 'old-on-old' | 'old-on-new' | 'new-on-new' | 'new-on-old';

/** Where the clients of all cases are written to, and their consumers. */
export interface Workshop {
  /** A TypeScript project: `<case>/<side>/index.ts`, `<case>/<pairing>.ts`. */
  readonly node: string;
  /** `<module>/`, `<case>_<pairing>.py`. */
  readonly python: string;
}

const pairings: readonly Pairing[] = ['old-on-old', 'old-on-new', 'new-on-new', 'new-on-old'];

/** Writes both clients of a case in both languages. */
export async function buildClients(
  { id, previous, current }: RuleCase,
  { node, python }: Workshop,
): Promise<void> {
  const models: Readonly<Record<Side, SchemaModel>> = { old: previous, new: current };
  for (const side of ['old', 'new'] as const) {
    const options = { version: versions[side], names: namesOf(id, side) };
    const [nodeClient, pythonClient] = await Promise.all([
      codegenTargets.node.generate(models[side], options),
      codegenTargets.python.generate(models[side], options),
    ]);
    const sources = nodeClient.files
      .filter(({ path }) => path.startsWith('src/'))
      .map((file) => ({ ...file, path: file.path.slice('src/'.length) }));
    writeNodeClient(sources, node, join(id, side));
    write(
      python,
      pythonClient.files.filter(({ path }) => path.startsWith(pythonModuleOf(id, side))),
    );
  }
}

/** Writes code that uses each of the clients. */
export function writeConsumers(
  { id, previous, current }: RuleCase,
  { node, python }: Workshop,
): void {
  const models: Readonly<Record<Side, SchemaModel>> = { old: previous, new: current };
  for (const pairing of pairings) {
    const [code, client] = pairing.split('-on-') as [Side, Side];
    write(node, [
      {
        path: `${id}/${pairing}.ts`,
        content: typescriptConsumer(models[code], `./${client}/index.js`),
      },
    ]);
    write(python, [
      {
        path: pythonConsumerFile(id, pairing),
        content: pythonConsumer(models[code], pythonModuleOf(id, client)),
      },
    ]);
  }
}

/**
 * Prisma's run time is the same in all clients: it is there once, and each has a link to it,
 * beside its sources and beside what comes of them.
 */
function writeNodeClient(sources: readonly GeneratedFile[], node: string, folder: string): void {
  const [ofRuntime, own] = [true, false].map((isRuntime) =>
    sources.filter(({ path }) => path.startsWith('runtime/') === isRuntime),
  );
  write(join(node, folder), own ?? []);
  if (!existsSync(join(node, 'runtime'))) write(node, ofRuntime ?? []);
  for (const place of [join(node, folder), join(node, 'dist', folder)]) {
    mkdirSync(place, { recursive: true });
    symlinkSync(join(node, 'runtime'), join(place, 'runtime'), 'junction');
  }
}

function namesOf(id: string, side: Side): Required<CodegenOptions['names']> {
  return packageNames({ scope: `@${side}`, name: id });
}

export function pythonModuleOf(id: string, side: Side): string {
  return pythonNames.moduleName(namesOf(id, side).python);
}

export function pythonConsumerFile(id: string, pairing: Pairing): string {
  return `${id}_${pairing}`.replaceAll('-', '_').concat('.py');
}

function write(folder: string, files: readonly GeneratedFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
