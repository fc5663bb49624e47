import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { packSdist } from '../../src/pack/python/pack-sdist.ts';
import { packWheel } from '../../src/pack/python/pack-wheel.ts';
import { run } from '../run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { generatePython, PYTHON } from './generated.ts';

test('packing twice gives the same bytes, whatever the time zone', async () => {
  const zone = process.env.TZ;
  try {
    const packed = [];
    for (const TZ of ['Asia/Tokyo', 'America/New_York']) {
      process.env.TZ = TZ;
      const generated = await generatePython('everything');
      packed.push([packWheel(generated).sha256, packSdist(generated).sha256]);
    }
    expect(packed[0]).toEqual(packed[1]);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('a wheel carries metadata that every index and installer reads', async () => {
  const wheel = packWheel(await generatePython('small', '2.1.0-beta.3'));
  expect(wheel).toMatchObject({
    ecosystem: 'pypi',
    format: 'wheel',
    name: 'org-db-client',
    version: '2.1.0b3',
    filename: 'org_db_client-2.1.0b3-py3-none-any.whl',
  });
  const files = unzipSync(wheel.bytes);
  const metadata = strFromU8(files['org_db_client-2.1.0b3.dist-info/METADATA'] ?? new Uint8Array());
  expect(metadata).toBe(wheel.coreMetadata);
  expect(metadata).toContain('\nRequires-Dist: psycopg[binary]>=3.2,<4\n');
  expect(metadata).toContain('\n\n# org-db-client\n');
  expect(Object.keys(files)).toContain('org_db_client/py.typed');
  expect(Object.keys(files).at(-1)).toBe('org_db_client-2.1.0b3.dist-info/RECORD');
});

describe.skipIf(!PYTHON)('the packed Python client', () => {
  test('is installed by pip into a fresh environment and imported', async () => {
    const folder = temporaryFolder();
    const wheel = packWheel(await generatePython('small'));
    writeFileSync(join(folder, wheel.filename), wheel.bytes);
    const python = (args: readonly string[], env = {}) =>
      run(PYTHON ?? '', args, { cwd: folder, env });
    const made = await python(['-m', 'venv', '--without-pip', 'fresh']);
    expect(made.exitCode, made.stderr).toBe(0);
    const fresh = join(folder, 'fresh/bin/python');
    const pip = ['-m', 'pip', '--python', fresh, '--disable-pip-version-check'];
    const installed = await python([...pip, 'install', '--no-deps', '--no-index', wheel.filename]);
    expect(installed.exitCode, installed.stderr).toBe(0);
    const shown = await python([...pip, 'show', '--files', 'org-db-client']);
    expect(shown.stdout).toMatch(/^Version: 2\.0\.0$/m);
    expect(shown.stdout).toContain('org_db_client/_runtime/conditions/where.py');
    // psycopg is borrowed from the environment around it: only our wheel is under test here.
    const { stdout: site } = await python(['-c', 'import psycopg; print(psycopg.__path__[0])']);
    const script =
      'import org_db_client as c; print(c.schema_version, c.inputs.ReviewWhere.__name__)';
    const imported = await run(fresh, ['-c', script], {
      cwd: folder,
      env: { PYTHONPATH: dirname(site.trim()) },
    });
    expect(imported.stdout, imported.stderr).toBe('2.0.0 ReviewWhere\n');
  });

  test('has an sdist from which uv builds the same modules', async (context) => {
    const folder = temporaryFolder();
    const generated = await generatePython('everything');
    const sdist = packSdist(generated);
    writeFileSync(join(folder, sdist.filename), sdist.bytes);
    mkdirSync(join(folder, 'dist'));
    const built = await run(
      PYTHON ?? '',
      ['-m', 'uv', 'build', '--wheel', '--out-dir', 'dist', sdist.filename],
      { cwd: folder },
    );
    if (/Failed to fetch|error sending request/.test(built.stderr)) {
      context.skip('no Python package index can be reached for the build backend');
    }
    expect(built.exitCode, built.stderr).toBe(0);

    const ours = packWheel(generated);
    const theirs = unzipSync(readFileSync(join(folder, 'dist', ours.filename)));
    const modules = (files: Record<string, Uint8Array>) =>
      Object.entries(files)
        .filter(([path]) => path.startsWith('org_db_client/'))
        .map(([path, bytes]) => [path, strFromU8(bytes)])
        .sort();
    expect(modules(theirs)).toEqual(modules(unzipSync(ours.bytes)));
  });
});
