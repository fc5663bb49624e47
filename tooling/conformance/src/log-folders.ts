import { basename, dirname } from 'node:path';

/**
 * A folder name for the logs of each schema: the last part of its path, and where others end so
 * too (`prisma` does in most projects) as much of the path as tells them apart.
 */
export function logFolders(paths: readonly string[]): readonly string[] {
  return paths.map((path, index) => {
    const others = paths.filter((_, other) => other !== index);
    let [name, rest] = [basename(path), dirname(path)];
    const isTaken = (): boolean =>
      others.some((other) => ending(other, name.split(PART).length) === name);
    while (isTaken() && basename(rest) !== '') {
      name = `${basename(rest)}${PART}${name}`;
      rest = dirname(rest);
    }
    // One that is given twice.
    const before = paths.slice(0, index).filter((other) => other === path).length;
    return before > 0 ? `${name}${PART}${before + 1}` : name;
  });
}

const PART = '+';

const ending = (path: string, parts: number): string =>
  path.split('/').filter(Boolean).slice(-parts).join(PART);
