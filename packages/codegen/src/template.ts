import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { CodegenTargetName } from './codegen-target.ts';

/**
 * Renders `targets/<target>/templates/<name>.hbs`. The path is relative to this
 * module in the sources and to the bundle in `dist/`, where the build copies
 * the templates beside it. A variable that the template names and `data` lacks
 * is a bug and throws.
 */
export function renderTemplate(
  target: CodegenTargetName,
  name: string,
  data: Readonly<Record<string, unknown>>,
): string {
  const url = new URL(`./targets/${target}/templates/${name}.hbs`, import.meta.url);
  const render = Handlebars.compile(readFileSync(url, 'utf8'), { noEscape: true, strict: true });
  return render(data);
}
