/** A property of an interface, its name quoted where it must be. Database names can be anything. */
export function property(name: string, type: string, isOptional = false): string {
  return `${propertyName(name)}${isOptional ? '?' : ''}: ${type};`;
}

/** A name as an object's key: reserved words are fine there, spaces and hyphens are not. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
}
