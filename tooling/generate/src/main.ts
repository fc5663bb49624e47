import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Artifact,
  type CodegenTarget,
  type CodegenTargetName,
  codegenTargets,
  packageNames,
  packNpm,
  writePackage,
} from '@schema-service/codegen';
import { formatError, SchemaServiceError } from '@schema-service/errors';
import { migrationsPackage, type ReadRelease, readReleases } from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';

const root = join(import.meta.dirname, '..', '..', '..');
const help = `generate-package node|types|client|python|migrations

Run in a package: makes its content of the frozen version that its package.json
names, in dist/. For Python that is the wheel and the sdist.
`;

/** Generates the package of the current folder. */
async function generate(name: PackageName, folder: string): Promise<void> {
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
  const target = targetOf(name, release);
  const config = loadConfig(root);
  const { repository, unknownEnumValues } = config;
  const names = packageNames(config);
  if (name !== 'migrations' && names[name] === undefined) {
    throw new SchemaServiceError({
      code: 'GENERATE_NOT_CHOSEN',
      message: `${folder} is the package of ${name}, which schema.config.json does not choose.`,
      why: 'It is false under "clients" there.',
      fix: 'Choose it there, or delete the folder and its entry in .changeset/config.json.',
    });
  }
  const generated = await target.generate(release.model, {
    version,
    names,
    ...(repository === undefined ? {} : { repository }),
    ...(unknownEnumValues === undefined ? {} : { unknownEnumValues }),
  });
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

type PackageName = CodegenTargetName | 'migrations';

/** The package of the migrations is made of releases, and otherwise as the clients are. */
function targetOf(
  name: PackageName,
  release: ReadRelease,
): Pick<CodegenTarget, 'generate' | 'compile' | 'pack'> {
  if (name !== 'migrations') return codegenTargets[name];
  return {
    generate: async () => migrationsPackage(release, loadConfig(root)),
    pack: (generated) => [packNpm(generated)],
  };
}

const asFile = ({ filename, bytes }: Artifact) => ({ path: filename, content: bytes });

function isTarget(name: string | undefined): name is PackageName {
  return name === 'migrations' || (name !== undefined && Object.hasOwn(codegenTargets, name));
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
