import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/schema-migrator.cjs', import.meta.url));
const isBuilt = existsSync(new URL('../dist/main.cjs', import.meta.url));

test.runIf(isBuilt)(
  'what Node compiles is kept in the cache folder, and nothing depends on it',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const { XDG_CACHE_HOME: _, NODE_COMPILE_CACHE: __, ...variables } = process.env;
    const version = (HOME: string): string =>
      execFileSync(process.execPath, [bin, '--version'], {
        env: { ...variables, HOME },
        encoding: 'utf8',
      });
    const said = version(home);
    expect(said).toMatch(/^\d+\.\d+\.\d+\n$/);
    const isKept = 'enableCompileCache' in module;
    expect(existsSync(join(home, '.cache', 'schema-migrator'))).toBe(isKept);
    expect(version(home)).toBe(said);
    expect(version('/dev/null')).toBe(said);
  },
);
