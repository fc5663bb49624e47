/** The flags by which a Node of that version (this one where none is given) runs our TypeScript sources. */
export function typeScriptFlags(version?: string): readonly string[];
