import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];
type Style = (text: string) => string;

// Node leaves the escape codes out where the stream is no terminal, or NO_COLOR is set.
const on =
  (format: Format, stream: NodeJS.WritableStream): Style =>
  (text) =>
    text === '' ? '' : styleText(format, text, { stream });

/** Colours of what goes to stdout. */
export const styles: Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', Style>> =
  {
    bold: on('bold', process.stdout),
    dim: on('dim', process.stdout),
    red: on('red', process.stdout),
    yellow: on('yellow', process.stdout),
    green: on('green', process.stdout),
    cyan: on('cyan', process.stdout),
  };
