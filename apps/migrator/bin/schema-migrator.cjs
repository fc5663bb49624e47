#!/usr/bin/env node
'use strict';

// The command, with what Node compiles of it kept in the user's cache folder. Where that cannot be written, and on a Node
// before 22.8, it starts without.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
const folder = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
if (folder) enableCompileCache?.(join(folder, 'schema-migrator'));

require('../dist/main.cjs');
