import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from './variables.ts';

/**
 * What the files of libpq's services say of one: `PGSERVICEFILE` or `~/.pg_service.conf`, then
 * `pg_service.conf` in `PGSYSCONFDIR`.
 *
 * @returns `undefined` where no file has it
 */
export function readService(
  name: string,
  variables: Variables,
  home: string,
): ReadonlyMap<string, string> | undefined {
  const files = [variables.PGSERVICEFILE || join(home, '.pg_service.conf')];
  if (variables.PGSYSCONFDIR) files.push(join(variables.PGSYSCONFDIR, 'pg_service.conf'));
  for (const file of files) {
    const found = sectionOf(textOf(file), name);
    if (found) return found;
  }
  return undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function sectionOf(text: string, name: string): ReadonlyMap<string, string> | undefined {
  let section: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line.startsWith('[')) {
      if (section) break;
      if (line === `[${name}]`) section = new Map();
      continue;
    }
    const at = line.indexOf('=');
    if (line.startsWith('#') || at === -1) continue;
    section?.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return section;
}
