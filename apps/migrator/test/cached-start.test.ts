import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/schema-migrator.cjs', import.meta.url));
const isBuilt = existsSync(new URL('../dist/main.cjs', import.meta.url));

test.runIf(isBuilt)(
  'what V8 compiles is kept in the cache folder and taken from there, and nothing depends on it',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const { XDG_CACHE_HOME: _, ...variables } = process.env;
    const version = (HOME: string): string =>
      execFileSync(process.execPath, [bin, '--version'], {
        env: { ...variables, HOME },
        encoding: 'utf8',
      });
    const said = version(home);
    expect(said).toMatch(/^\d+\.\d+\.\d+\n$/);
    const folder = join(home, '.cache', 'schema-migrator');
    const [name = '', ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    const kept = readFileSync(join(folder, name));
    expect(version(home)).toBe(said);
    expect(readFileSync(join(folder, name))).toEqual(kept);

    for (const damaged of [Buffer.from(kept).fill(0, kept.length >> 1), kept.subarray(0, 10)]) {
      writeFileSync(join(folder, name), damaged);
      expect(version(home)).toBe(said);
    }
    expect(version('/dev/null')).toBe(said);
  },
);

test.runIf(isBuilt)('V8 accepts what a run has kept under the flags of another start', () => {
  const home = mkdtempSync(join(tmpdir(), 'home-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const check = join(home, 'check.cjs');
  writeFileSync(
    check,
    `const vm = require('node:vm');
const { Script } = vm;
vm.Script = class extends Script {
  constructor(source, options) {
    super(source, options);
    process.once('exit', () => console.log(options.cachedData !== undefined, this.cachedDataRejected));
  }
};`,
  );
  const run = (): string =>
    execFileSync(process.execPath, ['--require', check, bin, '--version'], {
      env: { ...process.env, HOME: home, XDG_CACHE_HOME: '' },
      encoding: 'utf8',
    });
  expect(run()).toMatch(/false undefined\n$/);
  expect(run()).toMatch(/true false\n$/);
});

test.runIf(isBuilt)(
  'Node says nothing of how a package is loaded, and goes on to warn of other things',
  () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const warn = join(home, 'warn.cjs');
    writeFileSync(warn, "setImmediate(() => process.emitWarning('of something else'));");
    const { stderr } = spawnSync(process.execPath, ['--require', warn, bin, 'up', '--dir', home], {
      env: {
        ...process.env,
        HOME: home,
        XDG_CACHE_HOME: '',
        DATABASE_URL: 'postgresql://127.0.0.1:1/app',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      },
      encoding: 'utf8',
    });
    expect(stderr).toContain('no spans are sent');
    expect(stderr).not.toContain('ExperimentalWarning');
    expect(stderr).toContain('of something else');
  },
);
