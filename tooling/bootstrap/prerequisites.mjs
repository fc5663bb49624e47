// The first thing that runs, perhaps on a Node from years ago: no imports, no recent syntax.

/** The oldest Node that may start us; scripts then run on the pinned one. */
export const oldestNode = [20, 19];

/**
 * Undefined when this Node will do, otherwise the one line that says what is missing and how to get it.
 * @param {string} version as in `process.versions.node`
 */
export function nodeComplaint(version) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `Node.js ${oldestNode.join('.')} or newer is needed, and this is ${version}. ` +
    'Install it from nodejs.org, or with your version manager: nvm install 24'
  );
}

/** Ends the process with one line when Node is too old. */
export function requireNode() {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint === undefined) return;
  console.error(complaint);
  process.exit(1);
}
