import { packageVersions } from '@schema-service/codegen';
import type { SchemaConfig } from '@schema-service/repository';
import { migrationsPackageName } from '../package-names.ts';
import type { ReleasePackages } from './release-registry.ts';

/** The packages of a version by their names, those of clients and that of the migrations, without building them. Pure. */
export function releasePackages(config: SchemaConfig, version: string): ReleasePackages {
  const migrations = { ecosystem: 'npm', name: migrationsPackageName(config), version } as const;
  return { version, packages: [...packageVersions(config, version), migrations] };
}
