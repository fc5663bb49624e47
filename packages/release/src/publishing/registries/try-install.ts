import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SchemaServiceError } from '@schema-service/errors';
import { inTemporaryFolder } from '../../files/temporary-folder.ts';
import type { PackageVersion } from '../release-registry.ts';
import { type NpmContext, runNpm } from './npm-command.ts';

const run = promisify(execFile);

/**
 * Installs npm packages in an empty folder and imports each.
 *
 * @throws SchemaServiceError `REGISTRY_INSTALL_FAILED`
 */
export async function tryNpmInstall(
  packages: readonly PackageVersion[],
  url: string | undefined,
  context: NpmContext,
): Promise<void> {
  const ours = packages.filter(({ ecosystem }) => ecosystem === 'npm');
  const [first] = ours;
  if (first === undefined) return;
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const scope = first.name.split('/', 1)[0];
    const options = url === undefined ? [] : [`--${scope}:registry=${url}`];
    const names = ours.map(({ name, version }) => `${name}@${version}`);
    const result = await runNpm(
      ['install', ...names, ...options, '--ignore-scripts', '--prefer-online'],
      { ...context, cwd: folder },
    );
    if (result.kind === 'failed') throw installFailed(context.registry, names, result.summary);
    for (const { name } of ours) {
      const manifest = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8');
      // Migrations are files alone.
      if (JSON.parse(manifest).exports?.['.'] === undefined) continue;
      try {
        await run(process.execPath, ['--eval', `import(${JSON.stringify(name)})`], { cwd: folder });
      } catch (error) {
        throw installFailed(context.registry, [name], lastLines(error));
      }
    }
  });
}

/**
 * Installs Python packages from an index in an empty virtual environment,
 * without what they depend on: an index of one's own need not have it.
 *
 * @param token for an index that is not open to all
 *
 * @throws SchemaServiceError `REGISTRY_INSTALL_FAILED`
 */
export async function tryPipInstall(
  registry: string,
  indexUrl: string,
  packages: readonly PackageVersion[],
  token?: string,
): Promise<void> {
  const names = packages
    .filter(({ ecosystem }) => ecosystem === 'pypi')
    .map(({ name, version }) => `${name}==${version}`);
  if (names.length === 0) return;
  await inTemporaryFolder(async (folder) => {
    const environment = join(folder, 'venv');
    const python = join(environment, 'bin', 'python');
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-cache-dir'];
    try {
      await run('python3', ['-m', 'venv', environment]);
      // In the environment, which other users of the machine do not see as they see arguments.
      const env = { ...process.env, PIP_INDEX_URL: withToken(indexUrl, token) };
      await run(python, [...pip, '--no-deps', ...names], { env });
    } catch (error) {
      throw installFailed(registry, names, lastLines(error));
    }
  });
}

function withToken(indexUrl: string, token: string | undefined): string {
  if (token === undefined) return indexUrl;
  const url = new URL(indexUrl);
  url.username = '__token__';
  url.password = token;
  return url.href;
}

/** A package that is there and cannot be installed. */
function installFailed(
  registry: string,
  names: readonly string[],
  why: string,
): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REGISTRY_INSTALL_FAILED',
    message: `${names.join(', ')} cannot be installed from ${registry}.`,
    why,
    fix: 'Install it by hand in an empty folder to see more.',
  });
}

/** What a command said last. */
function lastLines(error: unknown): string {
  const { stderr = '', message } = error as Error & { readonly stderr?: string };
  return stderr.trim().split('\n').slice(-3).join('\n') || message;
}
