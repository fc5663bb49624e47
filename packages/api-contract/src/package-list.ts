import { type Static, Type } from 'typebox';
import { clientLanguages } from './client-description.ts';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

/** A package of a version. */
export const VersionPackage = Type.Object({
  language: Type.Union([Type.Enum(clientLanguages), Type.Null()], {
    description: 'null of a package that joins others.',
  }),
  ecosystem: Type.Enum(['npm', 'pypi'] as const),
  format: Type.Enum(['npm-tarball', 'wheel', 'sdist'] as const),
  name: Type.String({ description: "The package's name in its ecosystem." }),
  packageVersion: Type.String({ description: 'As its ecosystem spells it: 2.0.0rc1.' }),
  filename: Type.String(),
  size: Type.Integer({ description: 'Bytes.' }),
  sha256: Type.String({ description: 'Lower-case hex.' }),
  publishedAt: Type.String({ format: 'date-time' }),
  install: Type.Array(
    Type.Object({
      manager: Type.String({ description: 'npm, pnpm, yarn, bun, pip or uv.' }),
      command: Type.String({ description: 'The lines that install it from this service.' }),
    }),
    { description: 'None of an sdist: the wheel beside it is what is installed.' },
  ),
});
export type VersionPackage = Static<typeof VersionPackage>;

/** Everything that was packed for a version. */
export const PackageList = Type.Object({ version: Version, packages: Type.Array(VersionPackage) });
export type PackageList = Static<typeof PackageList>;

export const packageListEndpoints = {
  listPackages: endpoint('GET', '/client/:version', {
    tag: 'clients',
    summary: 'The packages of a version, and how each package manager installs them.',
    params: Type.Object({ version: VersionReference }),
    response: PackageList,
    otherAnswers: [304, 307],
    failures: [400, 404],
  }),
} as const;
