/** Takes pnpm's `ndjson` lines; `note` gets how far the install is, `say` a line for each large package. */
export function followInstall(
  note: (text: string) => void,
  say: (line: string) => void,
): (line: string) => void;
