/** Text that is markup already: what a template made. */
export interface Markup {
  readonly kind: 'markup';
  readonly text: string;
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

/** HTML or XML from a template: whatever is put in is escaped, but what is markup itself. Nothing is said of null and false. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((string, index) => string + textOf(parts[index])).join('');
  return { kind: 'markup', text };
}

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeMarkup(String(part));
  if ('kind' in part) return part.text;
  return part.map(textOf).join('');
}

/** Also leaves out the control characters that XML cannot hold. */
function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
