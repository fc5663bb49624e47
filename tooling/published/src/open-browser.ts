import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** A Chromium that comes out of an npm package. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  // Of its own arguments some let pages reach whatever they like.
  const args = ['--no-sandbox', '--no-zygote', '--disable-gpu'];
  return playwright.launch({ args, executablePath, headless: true });
}
