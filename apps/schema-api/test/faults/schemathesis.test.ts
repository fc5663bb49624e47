import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedCatalog } from '../published-catalog.ts';
import { runningServer } from '../running-server.ts';
import { testTokens } from '../test-tokens.ts';

/** For each operation; `pnpm test:faults` says 60, which are some thousands in all. Without it nothing is installed. */
const examples = process.env.SCHEMATHESIS_EXAMPLES;
const PACKAGE = 'schemathesis==4.32.5';

/** Installed once, in the user's cache folder. */
function schemathesis(): string {
  const folder = join(homedir(), '.cache', 'schema-service', PACKAGE.replace('==', '-'));
  const run = (program: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  };
  if (!existsSync(join(folder, 'ready'))) {
    run(process.env.TEST_PYTHON ?? 'python3', '-m', 'venv', folder);
    run(join(folder, 'bin', 'pip'), 'install', '--quiet', PACKAGE);
    writeFileSync(join(folder, 'ready'), '');
  }
  return join(folder, 'bin', 'schemathesis');
}

test.skipIf(examples === undefined)(
  'whatever is asked, no answer is a failure of ours, and every answer is documented',
  async () => {
    const program = schemathesis();
    await using published = await publishedCatalog();
    const { admin } = await testTokens(published.stores);
    await using server = await runningServer({ stores: published.stores });
    const checks = [
      'not_a_server_error',
      'status_code_conformance',
      'content_type_conformance',
      'response_schema_conformance',
    ];
    const child = spawn(
      program,
      [
        'run',
        `${server.url}/openapi.json`,
        ...['--url', server.url, '--header', `Authorization: Bearer ${admin.text}`],
        ...['--checks', checks.join(), '--phases', 'examples,coverage,fuzzing'],
        // Two at once have failed in CPython 3.11, as both parse source: "AST constructor recursion depth mismatch".
        ...['--max-examples', examples ?? '', '--seed', '1', '--workers', '1'],
        ...['--request-timeout', '30', '--no-shrink', '--continue-on-failure'],
        ...['--warnings', 'off', '--no-color'],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [code] = await once(child, 'close');
    console.log(/^ +\d+ generated.*$/m.exec(output)?.[0]);
    expect(code, output.slice(-20_000)).toBe(0);
  },
  60 * 60_000,
);
