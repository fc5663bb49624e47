import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Artifact,
  type CodegenTargetName,
  codegenTargets,
  packageNames,
  writePackage,
} from '@schema-service/codegen';
import { formatError, SchemaServiceError } from '@schema-service/errors';
import { readReleases } from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';

const root = join(import.meta.dirname, '..', '..', '..');
const help = `generate-package node|types|client|python

Run in a package: makes its content of the frozen version that its package.json
names, in dist/. For Python that is the wheel and the sdist.
`;

/** Generates the package of the current folder. */
async function generate(name: CodegenTargetName, folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const { version } = manifest;
  const releases = await readReleases(root);
  const release = releases.find((candidate) => candidate.version === version);
  if (!release) {
    throw new SchemaServiceError({
      code: 'GENERATE_VERSION_UNKNOWN',
      message: `${folder}/package.json is at ${version}, and no such version is frozen.`,
      why: `There are ${releases.map((one) => one.version).join(', ')}.`,
      fix: 'Freeze that version first, or set the version to one that is.',
      meta: { version },
    });
  }
  const options = { version, names: packageNames(loadConfig(root)) };
  const target = codegenTargets[name];
  const generated = await target.generate(release.model, options);
  const isNpm = generated.ecosystem === 'npm';
  if (isNpm && manifest.name !== generated.name) {
    throw new SchemaServiceError({
      code: 'GENERATE_NAME_MISMATCH',
      message: `${folder}/package.json is named ${manifest.name}, and its content is ${generated.name}.`,
      why: 'schema.config.json names the generated packages.',
      fix: `Name it ${generated.name}.`,
    });
  }
  const compiled = target.compile === undefined ? generated : await target.compile(generated);
  const files = isNpm ? compiled.files : target.pack(compiled).map(asFile);
  await writePackage({ ...compiled, files }, join(folder, 'dist'));
}

const asFile = ({ filename, bytes }: Artifact) => ({ path: filename, content: bytes });

function isTarget(name: string | undefined): name is CodegenTargetName {
  return name !== undefined && Object.hasOwn(codegenTargets, name);
}

const [name] = process.argv.slice(2);
if (!isTarget(name)) {
  console.error(help);
  process.exit(name === '--help' ? 0 : 2);
}
try {
  await generate(name, process.cwd());
} catch (error) {
  console.error(formatError(error));
  process.exit(1);
}
