import type { CodegenTargetName } from './codegen-target.ts';

/**
 * Where a static file of a target lies. The path is relative to this module in
 * the sources, and to the bundle in `dist/`, where the build copies such files
 * to the same place.
 */
export function targetAsset(target: CodegenTargetName, path: string): URL {
  return new URL(`./targets/${target}/${path}`, import.meta.url);
}
