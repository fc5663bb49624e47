import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** A Chromium that comes out of an npm package. */
export async function openBrowser(): Promise<Browser> {
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
