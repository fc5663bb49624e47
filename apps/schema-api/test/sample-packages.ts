import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PublishedRelease } from '@schema-service/catalog';
import { zipSync } from 'fflate';
import { create } from 'tar';

type SampleArtifact = PublishedRelease['artifacts'][number];

const digest = (algorithm: string, bytes: Uint8Array, encoding: 'hex' | 'base64'): string =>
  createHash(algorithm).update(bytes).digest(encoding);

const digests = (bytes: Uint8Array) => ({
  bytes,
  sha256: digest('sha256', bytes, 'hex'),
  integrity: `sha512-${digest('sha512', bytes, 'base64')}`,
});

/** So much that does not compress, that a server which compresses a package again shows. */
const ballast = Buffer.concat(
  Array.from({ length: 4_096 }, (_, index) => createHash('sha512').update(`${index}`).digest()),
);

/** A package that says its own name and version when it is imported. */
export function sampleTarball(
  name: string,
  version: string,
  dependencies: Readonly<Record<string, string>> = {},
): SampleArtifact {
  const manifest = {
    name,
    version,
    description: `The ${name} package`,
    type: 'module',
    exports: './index.js',
    dependencies,
    scripts: { test: 'true' },
  };
  const filename = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
  const bytes = tarball({
    'package/package.json': JSON.stringify(manifest),
    'package/ballast.bin': ballast,
    'package/index.js': `export const self = '${name}@${version}';\n`,
    'package/index.d.ts': `export declare const self: '${name}@${version}';\n`,
    'package/same.d.ts': 'export type Same = true;\n',
  });
  const packed = { ecosystem: 'npm', format: 'npm-tarball' } as const;
  return { ...packed, name, version, filename, ...digests(bytes), manifest };
}

/** A pure-Python distribution whose module says its own version. */
export function sampleWheel(
  name: string,
  version: string,
  requires: readonly string[] = [],
): SampleArtifact {
  const module = name.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  const coreMetadata = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    'Requires-Python: >=3.9,<4',
    ...requires.map((requirement) => `Requires-Dist: ${requirement}`),
    '',
    'Requires-Python: this line is of the description',
    '',
  ].join('\n');
  const files = {
    [`${module}/ballast.bin`]: ballast,
    [`${module}/__init__.py`]: `__version__ = "${version}"\n`,
    [`${module}/models.py`]: `print("${version}")\n`,
    [`${module}/models.pyi`]: `self: Literal["${version}"]\n`,
    [`${module}/enums.py`]: 'Same = True\n',
    [`${info}/METADATA`]: coreMetadata,
    [`${info}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const lines = Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content);
    return `${path},sha256=${createHash('sha256').update(bytes).digest('base64url')},${bytes.length}\n`;
  });
  const record = [...lines, `${info}/RECORD,,\n`].join('');
  const entries = Object.entries({ ...files, [`${info}/RECORD`]: record });
  const bytes = zipSync(
    Object.fromEntries(entries.map(([path, content]) => [path, Buffer.from(content)])),
    { mtime: new Date(1980, 0, 2) },
  );
  const filename = `${module}-${version}-py3-none-any.whl`;
  const packed = { language: 'python', ecosystem: 'pypi', format: 'wheel' } as const;
  return { ...packed, name, version, filename, ...digests(bytes), coreMetadata };
}

/** The four packages of a release, the client depending on the other two as the real one does. */
export function samplePackages(
  version: string,
  pythonRequires: readonly string[] = [],
): SampleArtifact[] {
  const same = { '@org/db-client-node': version, '@org/db-types': version };
  return [
    sampleTarball('@org/db-client', version, same),
    { ...sampleTarball('@org/db-client-node', version), language: 'node' },
    { ...sampleTarball('@org/db-types', version), language: 'typescript' },
    // `2.1.0-rc.0` is `2.1.0rc0` to Python.
    sampleWheel('org-db-client', version.replace('-rc.', 'rc'), pythonRequires),
  ];
}

function tarball(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const directory = mkdtempSync(join(tmpdir(), 'sample-package-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    const file = join(directory, 'out.tgz');
    create(
      { sync: true, gzip: true, portable: true, mtime: new Date(0), cwd: directory, file },
      Object.keys(files),
    );
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
