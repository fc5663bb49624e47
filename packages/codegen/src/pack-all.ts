import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions, CodegenTargetName } from './codegen-target.ts';
import { codegenTargets } from './codegen-targets.ts';
import { compilePackage } from './compile/compile-package.ts';
import type { Artifact, GeneratedPackage } from './generated-package.ts';
import { packNpm } from './pack/npm/pack-npm.ts';
import { packSdist } from './pack/python/pack-sdist.ts';
import { packWheel } from './pack/python/pack-wheel.ts';

/** A step that is done, for whoever shows progress. */
export interface PackProgress {
  readonly kind: 'generated' | 'compiled' | 'packed';
  /** Of the package; of the file, where one was packed. */
  readonly name: string;
  /** Since {@link packAll} was called. */
  readonly elapsedMs: number;
}

export interface PackAllOptions extends CodegenOptions {
  readonly onProgress?: (progress: PackProgress) => void;
}

type Report = (kind: PackProgress['kind'], name: string) => void;

/** The Node client last: its compiler is a process of its own, beside which the others are packed. */
const order: readonly CodegenTargetName[] = ['node', 'types', 'client', 'python'];

/**
 * Everything that a release publishes: the Node client, the types and the
 * package around both as npm tarballs, the Python client as wheel and sdist.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `CLIENT_COMPILE_FAILED`
 */
export async function packAll(
  model: SchemaModel,
  { onProgress, ...options }: PackAllOptions,
): Promise<readonly Artifact[]> {
  const start = performance.now();
  const report: Report = (kind, name) =>
    onProgress?.({ kind, name, elapsedMs: performance.now() - start });

  const artifacts = await Promise.all(
    order.map(async (name) => {
      const generated = await codegenTargets[name].generate(model, options);
      report('generated', generated.name);
      return pack(generated, report);
    }),
  );
  return artifacts.flat();
}

async function pack(generated: GeneratedPackage, report: Report): Promise<readonly Artifact[]> {
  const packed = (artifact: Artifact): Artifact => {
    report('packed', artifact.filename);
    return artifact;
  };
  if (generated.ecosystem === 'pypi') {
    return [packed(packWheel(generated)), packed(packSdist(generated))];
  }
  const compiled = await compilePackage(generated);
  if (compiled !== generated) report('compiled', compiled.name);
  return [packed(packNpm(compiled))];
}
