import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { CodegenTargetName } from './codegen-target.ts';

/**
 * Where a static file of a target lies. The path is relative to this module in
 * the sources, and to the bundle in `dist/`, where the build copies such files
 * to the same place.
 */
export function targetAsset(target: CodegenTargetName, path: string): URL {
  return new URL(`./targets/${target}/${path}`, import.meta.url);
}

/**
 * Renders `targets/<target>/templates/<name>.hbs`. A variable that the
 * template names and `data` lacks is a bug and throws.
 */
export function renderTemplate(
  target: CodegenTargetName,
  name: string,
  data: Readonly<Record<string, unknown>>,
): string {
  const template = readFileSync(targetAsset(target, `templates/${name}.hbs`), 'utf8');
  return Handlebars.compile(template, { noEscape: true, strict: true })(data);
}
