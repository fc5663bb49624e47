import { webcrypto } from 'node:crypto';
import 'node:dns';
import 'node:net';
import { setFlagsFromString } from 'node:v8';

/**
 * Less memory is worth more than optimised code: the migrator waits for the server most of the time. A thousand small
 * migrations peak at 58 MiB instead of 75. Under other flags than those that it was built with Node compiles each of its own
 * modules anew as it is loaded: 20 ms at every start on the command line, and 10 at the beginning of this program. So it is
 * called when what is needed is there.
 */
export function keepHeapSmall(): void {
  // Node loads the cryptography and the clock when they are first asked for.
  webcrypto.getRandomValues(new Uint8Array(1));
  performance.now();
  setFlags(['--no-opt', '--no-maglev', '--semi-space-growth-factor=1']);
  // What is then kept of the compiled code is for a start under the flags of the start.
  process.prependOnceListener('exit', () =>
    setFlags(['--opt', '--maglev', '--semi-space-growth-factor=2']),
  );
}

function setFlags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
