import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackedPackage } from './pack-packages.ts';
import { outputOf, plainEnvironment } from './run-program.ts';
import type { TestRegistry } from './start-verdaccio.ts';

/** Publishes packed packages with `npm publish`. */
export async function publishTarballs(
  packages: readonly Pick<PackedPackage, 'tarball'>[],
  { url, token }: TestRegistry,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'publisher-'));
  try {
    const userconfig = join(folder, 'npmrc');
    await writeFile(
      userconfig,
      `registry=${url}\n${url.slice('http:'.length)}:_authToken=${token}\n`,
    );
    const env = { ...plainEnvironment(), npm_config_userconfig: userconfig };
    await Promise.all(
      packages.map(({ tarball }) =>
        outputOf('npm', ['publish', tarball, '--loglevel=error'], { cwd: folder, env }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
