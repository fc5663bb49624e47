/** The parts of a name as SQL writes it: `public."Review".body` is `public`, `Review` and `body`. */
export function nameParts(name: string): readonly string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|[^.]+/g)].map(
    ([plain, quoted]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
