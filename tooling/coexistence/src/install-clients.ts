import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@schema-service/bootstrap/steps';
import { packAll, pythonNames } from '@schema-service/codegen';
import { parseSchema } from '@schema-service/schema-model';
import type { SchemaVersion } from './derived-migrations.ts';

/** Where the client of a version is, for the one program that has it. */
export interface InstalledClient {
  /** Of Node it is the project, of Python what the interpreter looks in. */
  readonly folder: string;
  readonly module: string;
}

/** The clients of versions, removed with `using`. */
export interface InstalledClients extends Disposable {
  readonly node: (version: string) => InstalledClient;
  readonly python: (version: string) => InstalledClient;
}

const names = { node: '@hammer/db-client-node', python: 'hammer-db-client' };

/**
 * Generates and packs the clients of each version, and installs them as services do: with npm, and with pip where an interpreter
 * is given, which has their driver.
 */
export async function installClients(
  versions: readonly SchemaVersion[],
  interpreter: string | undefined,
): Promise<InstalledClients> {
  const work = mkdtempSync(join(tmpdir(), 'clients-'));
  const folderOf = (language: string, version: string): string => join(work, language, version);
  try {
    await Promise.all(versions.map(install));
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
  return {
    node: (version) => ({ folder: folderOf('node', version), module: names.node }),
    python: (version) => ({
      folder: folderOf('python', version),
      module: pythonNames.moduleName(names.python),
    }),
    [Symbol.dispose]: () => rmSync(work, { recursive: true, force: true }),
  };

  async function install([version, content]: SchemaVersion): Promise<void> {
    const model = parseSchema([{ path: 'schema.prisma', content }]);
    const { python, ...rest } = names;
    const artifacts = await packAll(model, {
      version,
      names: interpreter === undefined ? rest : { ...rest, python },
    });
    for (const { filename, bytes, format } of artifacts) {
      if (format === 'sdist') continue;
      const folder = folderOf(format === 'wheel' ? 'python' : 'node', version);
      mkdirSync(folder, { recursive: true });
      const file = join(folder, filename);
      writeFileSync(file, bytes);
      const options = { cwd: folder, logFile: join(folder, 'install.log') };
      if (format === 'npm-tarball') {
        writeFileSync(join(folder, 'package.json'), '{ "private": true }');
        const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
        await run('npm', ['install', ...quiet, file], options);
      } else if (interpreter !== undefined) {
        const quiet = ['--disable-pip-version-check', '--no-deps', '--target', folder];
        await run(interpreter, ['-m', 'pip', 'install', ...quiet, file], options);
      }
    }
  }
}
