import { fileURLToPath } from 'node:url';

/**
 * How Node starts a program of the package under test: as it was built where everything was built
 * before, as `npm test` does, which saves most of the time of a start; else from source.
 *
 * @param base the URL of the module that asks
 * @param source of the program, from there, and what it was built to
 * @returns Node's arguments before those of the program
 */
export function program(base: string, source: string, built: string): readonly string[] {
  return process.env.TEST_BUILT
    ? [fileURLToPath(new URL(built, base))]
    : ['--conditions=source', fileURLToPath(new URL(source, base))];
}
