import type { SchemaModel } from '@schema-service/schema-model';
import type { CodegenOptions } from './codegen-target.ts';
import { chosenTargets } from './codegen-targets.ts';
import type { Artifact } from './generated-package.ts';

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

/**
 * The clients that a release publishes, of those that are chosen: the Node client,
 * the types and the package around both as npm tarballs, the Python client as
 * wheel and sdist.
 *
 * @throws SchemaServiceError `NODE_CLIENT_GENERATION_FAILED`, `NODE_GENERATOR_ENDED`, `CLIENT_COMPILE_FAILED`
 */
export async function packAll(
  model: SchemaModel,
  { onProgress, ...options }: PackAllOptions,
): Promise<readonly Artifact[]> {
  const start = performance.now();
  const report = (kind: PackProgress['kind'], name: string): void =>
    onProgress?.({ kind, name, elapsedMs: performance.now() - start });
  const artifacts = await Promise.all(
    chosenTargets(options.names).map(async ({ language, generate, compile, pack }) => {
      const generated = await generate(model, options);
      report('generated', generated.name);
      const compiled = compile === undefined ? generated : await compile(generated);
      if (compiled !== generated) report('compiled', compiled.name);
      return pack(compiled).map((packed): Artifact => {
        report('packed', packed.filename);
        return language === undefined ? packed : { ...packed, language };
      });
    }),
  );
  return artifacts.flat();
}
