import type { GeneratedPackage, PackageNaming } from '@schema-service/codegen';
import {
  checksumsFile,
  clientsFile,
  downFile,
  metadataFile,
  migrationFolder,
  migrationsFolder,
  squashEntries,
  structureFile,
  upFile,
  versionFolder,
} from '@schema-service/repository';
import { checksumsText } from '../checksums-text.ts';
import { clientsText, verdictsOf } from '../client-verdicts.ts';
import { migrationsPackageName } from '../package-names.ts';
import { historyOf, type ReadRelease } from '../read-releases.ts';
import { repeatablesOf } from '../repeatables.ts';
import { migrationsReadme } from './migrations-readme.ts';

type File = GeneratedPackage['files'][number];

/**
 * The migrations of a release as an npm package without code: every script of it
 * and of the releases that it is built on, where a schema repository has them,
 * so that the migrator reads the package as it reads the repository. The
 * metadata is there to verify them by. Pure; throws (a bug) where the release
 * that one is built on was not read.
 */
export function migrationsPackage(release: ReadRelease, naming: PackageNaming): GeneratedPackage {
  const history = historyOf(release);
  const [first] = history;
  if (first?.metadata.previous !== null) {
    throw new Error(
      `${first?.version} is built on ${first?.metadata.previous}, which was not read.`,
    );
  }
  const name = migrationsPackageName(naming);
  const { version } = release;
  const checksums = checksumsText(history.map(({ metadata }) => metadata));
  // Of the releases of earlier tools; later ones have it in their metadata.
  const clients = release.metadata.clients ? '' : clientsText(verdictsOf(history));
  const files = [
    manifestFile(name, version, naming.repository),
    { path: 'README.md', content: migrationsReadme(name, version) },
    ...(checksums === '' ? [] : [{ path: checksumsFile, content: checksums }]),
    ...(clients === '' ? [] : [{ path: clientsFile, content: clients }]),
    ...history.flatMap(releaseFiles),
  ];
  return {
    kind: 'generatedPackage',
    ecosystem: 'npm',
    name,
    version,
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function releaseFiles({
  version,
  metadata,
  migrations,
  repeatables = [],
  squash,
  structure,
}: ReadRelease): readonly File[] {
  const scripts = migrations.flatMap(({ id, up, down }) => {
    const folder = migrationFolder(version, id);
    const upScript = { path: `${folder}/${upFile}`, content: up };
    return down === null
      ? [upScript]
      : [upScript, { path: `${folder}/${downFile}`, content: down }];
  });
  const structurePath = `${migrationsFolder}/${version}/${structureFile}`;
  return [
    {
      path: `${versionFolder(version)}/${metadataFile}`,
      content: `${JSON.stringify(metadata, null, 2)}\n`,
    },
    ...scripts,
    ...repeatables.map(({ name, sql }) => ({
      path: `${repeatablesOf(version)}/${name}.sql`,
      content: sql,
    })),
    ...(squash === undefined ? [] : squashEntries(squash)).map(([file, content]) => ({
      path: `${migrationsFolder}/${version}/${file}`,
      content,
    })),
    ...(structure === undefined ? [] : [{ path: structurePath, content: structure }]),
  ];
}

function manifestFile(name: string, version: string, repository: string | undefined): File {
  const manifest = {
    name,
    version,
    description: `The migrations of a PostgreSQL schema up to its version ${version}.`,
    license: 'UNLICENSED',
    ...(repository === undefined ? {} : { repository: { type: 'git', url: repository } }),
    files: ['migrations', 'schema'],
  };
  return { path: 'package.json', content: `${JSON.stringify(manifest, null, 2)}\n` };
}
