import { packageVersions } from '@schema-service/codegen';
import type { SchemaConfig } from '@schema-service/repository';
import type { ReleasePackages } from './release-registry.ts';

/** The packages of a version by their names, without building them. Pure. */
export function releasePackages(config: SchemaConfig, version: string): ReleasePackages {
  return { version, packages: packageVersions(config, version) };
}
