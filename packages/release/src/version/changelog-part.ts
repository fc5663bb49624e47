import { withoutComments } from '../changesets/changeset-text.ts';

/**
 * What a CHANGELOG.md, as changesets write it, says about a version: the lines
 * under its heading, one level up, under the heading of a release's changelog.
 * `undefined` where it says nothing, as of a package that only moved along.
 */
export function changelogPart(changelog: string, version: string): string | undefined {
  const lines = changelog.split(/\r?\n/);
  const start = lines.indexOf(`## ${version}`);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  const part = withoutComments((end < 0 ? rest : rest.slice(0, end)).join('\n')).trim();
  return part === '' ? undefined : `# ${version}\n\n${part.replace(/^###/gm, '##')}\n`;
}
