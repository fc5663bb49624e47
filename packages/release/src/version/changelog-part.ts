import { withoutComments } from '../changesets/changeset-text.ts';

/**
 * The words of people in what a CHANGELOG.md, as changesets write it, says about a version: the lines under its heading,
 * one level up. `undefined` where there are none, as of a package that only moved along.
 */
export function changelogPart(changelog: string, version: string): string | undefined {
  const lines = changelog.split(/\r?\n/);
  const start = lines.indexOf(`## ${version}`);
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  const sections = withoutComments((end < 0 ? rest : rest.slice(0, end)).join('\n'))
    .replace(/^- Updated dependencies.*\n?(?: {2}.*\n?)*/gm, '')
    .replace(/^No changes in this release\.$/m, '')
    .split(/^##(?=# )/m)
    .map((section) => section.trim())
    .filter((section) => section !== '' && (!section.startsWith('# ') || section.includes('\n')));
  const words = sections.map((section) => section.replace(/^# /, '## ')).join('\n\n');
  return words === '' ? undefined : words;
}
