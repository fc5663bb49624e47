import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of the console as somebody has it in front of them. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and what the policy refused. */
  readonly complaints: readonly string[];
  /** Requests that went to another host. */
  readonly elsewhere: readonly string[];
}

export interface VisitOptions extends BrowserContextOptions {
  /** The token of the tab. */
  readonly token?: string;
}

/** Opens an address of a service. */
export async function visit(
  browser: Browser,
  serviceUrl: string,
  path: string,
  { token, ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    // Movements end at once: what is asked for next is there.
    reducedMotion: 'reduce',
    ...options,
  });
  // The suite's own limit ends what hangs: on a busy machine everything takes longer.
  context.setDefaultTimeout(0);
  if (token !== undefined) {
    await context.addInitScript(`sessionStorage.setItem('schema-service.token', '${token}')`);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // What the API refuses is told by the page, and by the browser too.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(serviceUrl) && !/^(?:data|blob):/.test(url)) elsewhere.push(url);
  });
  await page.goto(serviceUrl + path);
  return { page, complaints, elsewhere, [Symbol.asyncDispose]: () => context.close() };
}

/** Keeps how a page looks among the results of the tests. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = join(import.meta.dirname, '..', 'test-results', 'screenshots');
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds that is serious, or worse: the rule, and where.
 *
 * @param rules those that are asked; default: all
 */
export async function seriousFindings(
  page: Page,
  rules?: readonly string[],
): Promise<readonly string[]> {
  // By the debugger: the page's policy lets in no script but its own.
  await page.evaluate(`${axe}; undefined`);
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) })}).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`,
  );
  return found as readonly string[];
}
