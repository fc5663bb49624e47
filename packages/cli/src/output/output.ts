import { isWatched } from '@schema-service/command-line';

/** Where a command says things: data on stdout, everything else on stderr. */
export interface Output {
  readonly isJson: boolean;
  /** Whether a person watches stderr. */
  readonly isWatched: boolean;
  /** What was asked for: as a line of JSON with `--json`, as text otherwise. */
  result(value: unknown, text: () => string): void;
  /** A remark for the person; with `--json` nobody reads it. */
  note(text: string): void;
}

export function createOutput(isJson: boolean): Output {
  return {
    isJson,
    isWatched: !isJson && isWatched(),
    result: (value, text) => {
      const written = isJson ? JSON.stringify(value) : text();
      if (written !== '') process.stdout.write(written.endsWith('\n') ? written : `${written}\n`);
    },
    note: (text) => {
      if (!isJson) process.stderr.write(`${text}\n`);
    },
  };
}
