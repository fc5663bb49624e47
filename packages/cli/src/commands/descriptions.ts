import type { Rename } from '@schema-service/schema-diff';
import { usageError } from '../command-errors.ts';

/** The part of a command's help that shows it in use. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

/** Of every command that tries migrations. */
export const serverOption = [
  '--server <url>',
  'a PostgreSQL server to try on (default: one of its own, for this run)',
] as const;

/** Of the commands that judge a change. */
export const dataOption = [
  '--data <url>',
  'a database at the last release: a new constraint that every row keeps is minor',
] as const;

/** Of every command that asks a Schema API. */
export const apiOption = [
  '--api <url>',
  'the Schema API (default: SCHEMA_API_URL, or the one that you are logged in to)',
] as const;

/** Of every command that writes migrations; with {@link collectRename}. */
export const renameOption = [
  '--rename <old=new>',
  'a rename that keeps its data; may be given again',
] as const;

/** Beside {@link renameOption}. */
export const noRenamesOption = [
  '--no-renames',
  'nothing else is a rename, whatever it looks like',
] as const;

/** Takes one more `--rename`. */
export function collectRename(text: string, earlier: readonly Rename[]): readonly Rename[] {
  return [...earlier, parseRename(text)];
}

/** `--rename OLD=NEW` as the paths of both. A new name alone stands where the old one did: `Post.body=text`. */
function parseRename(text: string): Rename {
  const [from = '', to = '', ...more] = text.split('=');
  if (from === '' || to === '' || more.length > 0) {
    throw usageError(`--rename ${text} is no rename.`, '--rename Post.body=Post.text');
  }
  const owner = from.includes('.') ? `${from.slice(0, from.lastIndexOf('.'))}.` : '';
  return { from, to: to.includes('.') ? to : `${owner}${to}` };
}
