/** The first Node that runs the workspace's TypeScript as it stands. */
const nodeWithTypeScript = 24;

/**
 * The flags by which a Node of that version runs our TypeScript sources: an
 * older one lets esbuild take the types out as it loads them.
 * @param {string} [version] as in `process.versions.node`
 * @returns {readonly string[]}
 */
export function typeScriptFlags(version = process.versions.node) {
  if (Number(version.split('.')[0]) >= nodeWithTypeScript) return [];
  return ['--import', import.meta.resolve('./typescript-register.mjs')];
}
