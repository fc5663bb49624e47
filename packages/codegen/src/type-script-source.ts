/** A JSDoc block of these lines of text, or nothing where there is no text. Ends in a newline. */
export function docComment(text: string | undefined, indent = ''): string {
  if (!text) return '';
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${[`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd())].join('\n')}\n${indent} */\n`;
}

/** The texts that there are, each its own paragraph. */
export function paragraphs(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.filter(Boolean).join('\n\n') || undefined;
}

/** A property of an interface, its name quoted where it must be. Database names can be anything. */
export function property(name: string, type: string, isOptional = false): string {
  return `${propertyName(name)}${isOptional ? '?' : ''}: ${type};`;
}

/** A name as an object's key: reserved words are fine there, spaces and hyphens are not. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}
