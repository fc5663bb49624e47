import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { preparePython } from '@schema-service/python-tools';

// `pnpm test:published [FILE...]`: every package manager, and the first releases of a team.

const root = join(import.meta.dirname, '..', '..', '..');
const python = await preparePython(join(root, '.data'));
if (python.kind === 'missing') console.error(`Left out: ${python.reason}`);
const child = spawn('vitest', ['run', ...process.argv.slice(2)], {
  cwd: join(import.meta.dirname, '..'),
  stdio: 'inherit',
  env: {
    ...process.env,
    PACKAGE_MANAGERS: 'all',
    TEST_PYTHON: python.kind === 'ready' ? python.python : '',
  },
});
const [code] = await once(child, 'close');
process.exitCode = code ?? 1;
