import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** What the package has a Chromium for. */
const isPackaged = process.platform === 'linux' && process.arch === 'x64';

/** Where installers put Chrome, for the other machines. */
const installed = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
].find((path) => existsSync(path));

/** Why no browser can be opened here; undefined where one can. */
export const noBrowser: string | undefined =
  isPackaged || installed !== undefined
    ? undefined
    : `There is no browser: the npm package has one for Linux on x64, and no Chrome is installed on this ${process.platform} on ${process.arch}.`;

/** A Chromium that comes out of an npm package, or the Chrome of the machine where there is none for it. */
export async function openBrowser(): Promise<Browser> {
  if (!isPackaged) {
    if (installed === undefined) throw new Error(noBrowser);
    return playwright.launch({ executablePath: installed, headless: true });
  }
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const executablePath = await unpackedIn(folder);
  // Of its own arguments some let pages reach whatever they like.
  const args = ['--no-sandbox', '--no-zygote', '--disable-gpu'];
  const browser = await playwright.launch({ args, executablePath, headless: true });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** It unpacks itself into the temporary folder under one name for all accounts, of which only the first may run it. */
async function unpackedIn(folder: string): Promise<string> {
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await chromium.executablePath();
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  }
}
