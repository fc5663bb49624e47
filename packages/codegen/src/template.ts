import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { CodegenTargetName } from './codegen-target.ts';
import { targetAsset } from './target-asset.ts';

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
