#!/usr/bin/env node
'use strict';

// The command, with the code that V8 makes of it kept in the user's cache folder. Node's own cache of that is filled as a
// file is read, before the functions in it are called and so compiled: those took 20 ms at every start. Where nothing can be
// kept it starts without.
const { hash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Script, constants } = require('node:vm');

const {
  HOME,
  LOCALAPPDATA,
  NODE_DISABLE_COMPILE_CACHE,
  NODE_OPTIONS = '',
  XDG_CACHE_HOME,
} = process.env;
const folder = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
const program = join(__dirname, '../dist/main.cjs');
/** What a run has compiled beyond what was kept is added after this time. */
const KEPT_FOR_MS = 3_600_000;
const DIGEST_LENGTH = 64;

if (folder && !NODE_DISABLE_COMPILE_CACHE) start(join(folder, 'schema-migrator'));
else require(program);

function start(folder) {
  const source = readFileSync(program, 'utf8');
  // Each command calls other functions. V8 takes only what the same version made under the same options.
  const [, , command = ''] = process.argv;
  const made = [process.version, process.arch, ...process.execArgv, NODE_OPTIONS, source];
  const name = `${/^[a-z]+$/.test(command) ? command : 'other'}-${hash('sha1', made.join('\n'))}`;
  const path = join(folder, name);
  const script = new Script(
    // Its first line begins with #!
    `(function (exports, require, module, __filename, __dirname) {//${source.slice(2)}\n})`,
    {
      filename: program,
      cachedData: read(path),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );
  process.once('exit', (code) => {
    if (code === 0 && !isFresh(path)) keep(path, script);
  });
  muteLoaderWarning();
  const module = { exports: {} };
  script
    .runInThisContext()
    .call(module.exports, module.exports, require, module, program, dirname(program));
}

/** Node calls the loader experimental at the first import(), which is in the middle of a question. */
function muteLoaderWarning() {
  const { emitWarning } = process;
  process.emitWarning = (warning, ...rest) => {
    if (String(warning).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER')) return;
    emitWarning.call(process, warning, ...rest);
  };
}

/** The kept code; nothing where it is not as it was written. */
function read(path) {
  try {
    const kept = readFileSync(path);
    const code = kept.subarray(DIGEST_LENGTH);
    return hash('sha256', code) === kept.toString('latin1', 0, DIGEST_LENGTH) ? code : undefined;
  } catch {
    return undefined;
  }
}

function isFresh(path) {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs < KEPT_FOR_MS;
}

function keep(path, script) {
  try {
    const code = script.createCachedData();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Another process may read it meanwhile.
    const written = `${path}.${process.pid}`;
    writeFileSync(written, Buffer.concat([Buffer.from(hash('sha256', code)), code]), {
      mode: 0o600,
    });
    renameSync(written, path);
  } catch {
    // Then the next start compiles again.
  }
}
