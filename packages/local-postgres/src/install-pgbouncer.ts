import { spawnSync } from 'node:child_process';
import { findPgbouncer } from './local-pgbouncer.ts';

// Before `pnpm test:pgbouncer`: installs the program where root may and Debian's packages are.

const findOrInstall = (): string | undefined => {
  const found = findPgbouncer();
  if (found !== undefined || process.getuid?.() !== 0) return found;
  const install = ['install', '--yes', '--no-install-recommends', 'pgbouncer'];
  for (const args of [install, ['update'], install]) {
    spawnSync('apt-get', args, { stdio: 'inherit' });
    if (findPgbouncer() !== undefined) break;
  }
  return findPgbouncer();
};

const program = findOrInstall();
console.log(
  program === undefined
    ? 'skipped: there is no pgbouncer here. Install it (Debian: apt-get install pgbouncer) and run this again.'
    : `pgbouncer is ${program}`,
);
