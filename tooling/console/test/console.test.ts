import { noBrowser, openBrowser } from '@schema-service/published/open-browser';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { generatedSchema } from '../src/generated-schema.ts';
import { frozenRelease, frozenVersions, releaseOf } from '../src/releases.ts';
import { type ConsoleService, startService } from '../src/start-service.ts';
import { seriousFindings, shot, type VisitOptions, visit } from '../src/visit.ts';

const LARGE = '2.1.0-large.1';

const test = anyTest.skipIf(noBrowser !== undefined);
if (noBrowser !== undefined) console.warn(noBrowser);

let service: ConsoleService;
let browser: Browser;

beforeAll(async () => {
  [service, browser] = await Promise.all([
    startService({ production: {}, staging: {}, shop: {} }),
    openBrowser(),
  ]);
  for (const version of frozenVersions) await service.publish(frozenRelease(version));
  await service.publish(releaseOf(LARGE, generatedSchema(300)));
  await service.migrate('production', '1.1.0');
});

afterAll(async () => {
  await browser?.close();
  await service?.[Symbol.asyncDispose]();
});

const open = (path: string, options?: VisitOptions) => visit(browser, service.url, path, options);
const asAdmin = (path: string, options?: VisitOptions) =>
  open(path, { ...options, token: service.token });
const headingOf = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

test('the overview has the versions, the databases and the runs, under a policy that lets nothing else in', async () => {
  await using visited = await open('/');
  const { page } = visited;
  await page.getByRole('link', { name: 'What changed' }).waitFor();
  await page
    .getByRole('row', { name: /production 1\.1\.0 .* 2 to 2\.0\.0 as published/ })
    .waitFor();
  await page.getByRole('row', { name: /up to 1\.1\.0 success/ }).waitFor();
  await page.getByText('They are shown to who has a token with the scope admin.').waitFor();
  await shot(page, 'overview');
  const answer = await fetch(service.url, { headers: { accept: 'text/html' } });
  const policy = answer.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(visited.complaints).toEqual([]);
  expect(visited.elsewhere).toEqual([]);
  // For programs it is what it was.
  expect(await (await fetch(service.url)).json()).toMatchObject({ name: 'Schema API' });
});

test('two versions are compared, and every view has an address', async () => {
  await using visited = await open('/console/compare/1.1.0/2.0.0');
  const { page } = visited;
  const review = page.getByRole('region', { name: 'Review', exact: true });
  await review.getByText('field renamed, was body').waitFor();
  expect(await review.textContent()).toContain('older clients go on by views');
  await shot(page, 'compare');
  await page.getByRole('link', { name: 'Source', exact: true }).click();
  await page.getByText('/// @renamed from: body').waitFor();
  expect(page.url()).toBe(`${service.url}/console/compare/1.1.0/2.0.0?view=source`);
  await page.getByRole('link', { name: 'SQL', exact: true }).click();
  await page.getByText('006_monitoring').first().waitFor();
  await page.getByRole('link', { name: 'Client types', exact: true }).click();
  await page.getByText('content: str', { exact: true }).first().waitFor();
  await page.getByRole('link', { name: 'Diagram', exact: true }).last().click();
  await page.getByRole('application').waitFor();
  await shot(page, 'compare-diagram');
  await page.goBack();
  await page.getByText('content: str', { exact: true }).first().waitFor();
  expect(visited.complaints).toEqual([]);
});

test('a schema that is in work is sent, compared, and looked at by the address alone', async () => {
  await using visited = await open('/console/compare/1.1.0/2.0.0');
  const { page } = visited;
  await page.getByRole('link', { name: 'A schema in work' }).click();
  await headingOf(page, 'Compare a schema in work').waitFor();
  await page.getByLabel('Against').selectOption('2.0.0');
  const file = (name: string, text: string) => ({
    ...{ name, mimeType: 'text/plain', buffer: Buffer.from(text) },
  });
  const picker = page.getByLabel('Files of the schema, all that it has');
  const { schema } = frozenRelease('2.0.0').release;
  const changed = schema.replace('model Review {', 'model Review {\n  stamped Int?');
  await picker.setInputFiles([
    file('schema.prisma', changed),
    file('stamp.prisma', 'model Stamp {\n  id Itn @id\n}\n'),
  ]);
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('This needs a token.').waitFor();
  await page.getByLabel('Token', { exact: true }).fill(service.token);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('stamp.prisma:2:6').waitFor();
  await page.getByText('id Itn @id').waitFor();
  await shot(page, 'compare-working-mistake');
  await picker.setInputFiles([
    file('schema.prisma', changed),
    file('stamp.prisma', 'model Stamp {\n  id Int @id\n}\n'),
  ]);
  await page.getByRole('button', { name: 'Compare' }).click();
  await headingOf(page, '2.0.0 to the schema in work').waitFor();
  await page.getByText('Review.stamped').waitFor();
  await page.getByText('2 files, sent').waitFor();

  await using linked = await open(page.url().slice(service.url.length));
  const other = linked.page;
  await other.getByRole('region', { name: 'Stamp', exact: true }).waitFor();
  await shot(other, 'compare-working');
  await other.getByRole('link', { name: 'SQL', exact: true }).click();
  await other.getByText('CREATE TABLE').first().waitFor();
  await other.getByText('DROP TABLE').first().waitFor();
  await other.getByRole('link', { name: 'Source', exact: true }).click();
  await other.getByText('model Stamp {').waitFor();
  await other.getByRole('link', { name: 'Client types', exact: true }).click();
  await other.getByText('interface Stamp {').waitFor();
  await other.getByRole('link', { name: 'Diagram', exact: true }).last().click();
  await other.getByRole('application').waitFor();
  await other.goto(`${service.url}/console/compare/2.0.0/working/${'0'.repeat(32)}`);
  await other.getByText('Send it again: schemactl diff --open').first().waitFor();
  expect(linked.complaints.filter((one) => !one.includes('404'))).toEqual([]);
});

test('the page of a model has its fields in four languages, and when each came', async () => {
  await using visited = await open('/console/versions/2.0.0/models/Review');
  const { page } = visited;
  await page
    .getByRole('row', {
      name: /^externalId .* String varchar\(200\) not null external_id string str 1\.0\.0/,
    })
    .waitFor();
  await page.getByRole('row', { name: /^prospects ProspectReview\[\] .* 1\.1\.0/ }).waitFor();
  await page.getByText('Review.body').waitFor();
  expect(await page.title()).toBe('Review · 2.0.0 · Schema Service');
  const leftOf = async (role: 'columnheader' | 'cell', name: RegExp) =>
    (await page.getByRole(role, { name }).first().boundingBox())?.x;
  expect(await leftOf('columnheader', /^SQL$/)).toBe(await leftOf('cell', /^varchar\(200\)/));
  await shot(page, 'model');
  await page.getByRole('link', { name: 'Migrations' }).click();
  await page.getByRole('row', { name: 'reviews access exclusive reads and writes' }).waitFor();
  await page.getByRole('link', { name: 'Release', exact: true }).click();
  await page.getByRole('tab', { name: 'uv' }).click();
  await page
    .getByText(`uv add --default-index ${service.url}/pypi/simple/ org-db-client==2.0.0`)
    .waitFor();
  await page.getByText('Statistics that are read and not computed').waitFor();
  await shot(page, 'version');
  expect(visited.complaints).toEqual([]);
});

test('a version that is not published is told of once, on each of its pages', async () => {
  await using visited = await open('/console/versions/9.9.9');
  const { page } = visited;
  for (const tab of ['Release', 'Models', 'Diagram', 'Source', 'Migrations']) {
    await page.getByLabel('Version', { exact: true }).getByRole('link', { name: tab }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').allTextContents()).toEqual([
      expect.stringMatching(/^Version 9\.9\.9 is not published\.Choose one of 1\.0\.0, /),
    ]);
  }
  await expect.poll(() => page.title()).toBe('Migrations · 9.9.9 · Schema Service');
  expect(await page.getByLabel('Another version').inputValue()).toBe('9.9.9');
  // A tag is no version, and leads to one.
  await page.goto(`${service.url}/console/versions/latest`);
  await page.getByText('Statistics that are read and not computed').waitFor();
});

test('a diagram of 300 models is looked at from one of them, and a link leads there', async () => {
  await using visited = await open(`/console/versions/${LARGE}/diagram`);
  const { page } = visited;
  await page.getByRole('application', { name: 'Diagram of 300 models' }).waitFor();
  await shot(page, 'diagram-300');
  await page.getByRole('combobox', { name: 'Model to focus on' }).fill('Model24');
  const side = page.getByRole('complementary', { name: 'Model24' });
  await side.getByRole('button', { name: /^Model25 one to many/ }).click();
  await expect.poll(() => page.url()).toContain('focus=Model25');
  await page.goBack();
  await side.waitFor();
  await using linked = await open(page.url().slice(service.url.length));
  await linked.page.getByRole('complementary', { name: 'Model24' }).waitFor();
  const download = linked.page.waitForEvent('download');
  await linked.page.getByRole('button', { name: 'SVG' }).click();
  expect((await download).suggestedFilename()).toBe(`schema-${LARGE}.svg`);
  await page.getByRole('link', { name: 'Models', exact: true }).last().click();
  await page.getByRole('searchbox', { name: 'Filter models' }).fill('model299');
  await page.getByRole('link', { name: /^Model299/ }).click();
  await headingOf(page, 'Model299').waitFor();
  expect([...visited.complaints, ...linked.complaints]).toEqual([]);
});

test('a diagram is moved by the keyboard, and its place is in the address', async () => {
  await using visited = await open('/console/versions/2.0.0/diagram?focus=Review');
  const { page } = visited;
  const drawing = page.getByRole('application');
  await drawing.waitFor();
  await shot(page, 'diagram-focus');
  await drawing.focus();
  await page.keyboard.press('+');
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).not.toBeNull();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.url()).not.toContain('focus=');
  await page.keyboard.press('0');
  await shot(page, 'diagram');
  expect(visited.complaints).toEqual([]);
});

test('a run is started by typing the name, and followed to its end', async () => {
  await using visited = await asAdmin('/console/environments/production');
  const { page } = visited;
  await using gate = await holdTable(service.databaseOf('production'), 'reviews');
  await page.getByText('005_materialized_views').waitFor();
  await page.getByRole('button', { name: 'Start a run' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('productio');
  expect(await dialog.getByRole('button', { name: 'Start' }).isEnabled()).toBe(false);
  await dialog.getByRole('textbox').fill('production');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { name: /^Run \d+$/ }).waitFor();
  const first = page.getByRole('listitem').filter({ hasText: '005_materialized_views' });
  await first.getByText('running').first().waitFor();
  await shot(page, 'run');
  await gate.open();
  await page.getByText('runEnded').waitFor();
  await first.getByText('done').waitFor();
  await page.locator('.page-head').getByText('success').waitFor();
  await page.getByRole('link', { name: 'production' }).click();
  await page.getByText('2.0.0 is the target').waitFor();
  await shot(page, 'environment');
  expect(visited.complaints).toEqual([]);
});

test('versions side by side: who uses which is seen, and one is retired, taken back and ended by who may', async () => {
  await service.migrate('shop', '1.1.0');
  const adopted = await service.run('shop', { direction: 'adopt' });
  expect(adopted.status).toBe('success');
  await service.migrate('shop', '2.0.0');
  const client = new pg.Client({ connectionString: service.databaseOf('shop') });
  await client.connect();
  const query = (sql: string) => client.query(sql);
  try {
    await query(`SELECT schema_migrations.hello('1.1.0', 'web', 'node')`);
    const path = '/console/environments/shop';
    await using looking = await open(path);
    const seen = looking.page.getByRole('row', { name: /^1\.1\.0 open db_1_1_0/ });
    await seen.getByText('web (node) said hello').waitFor();
    expect(await looking.page.getByRole('button', { name: /1\.1\.0/ }).count()).toBe(0);

    await using visited = await asAdmin(path);
    const { page } = visited;
    const dialog = page.getByRole('dialog');
    const agree = async (verb: string) => {
      const button = dialog.getByRole('button', { name: verb, exact: true });
      await dialog.getByLabel('Type shop').fill('sho');
      expect(await button.isEnabled()).toBe(false);
      await dialog.getByLabel('Type shop').fill('shop');
      await button.click();
    };
    const untilDone = async (what: string) => {
      await page.getByText(what, { exact: true }).waitFor();
      await page.locator('.page-head').getByText('success').waitFor();
      await page.getByRole('link', { name: 'shop', exact: true }).click();
    };
    await page.getByRole('button', { name: 'Retire 1.1.0' }).click();
    await dialog.getByLabel('The first day').fill('2999-12-31');
    await dialog.getByLabel('What they are told').fill('Ask Ann.');
    await agree('Retire');
    const row = page.getByRole('row', { name: /^1\.1\.0 until 2999-12-31 Ask Ann\. db_1_1_0/ });
    await row.waitFor();
    await shot(page, 'living-versions');

    await page.getByRole('button', { name: 'Abandon 2.0.0' }).click();
    await dialog.getByText(/^Let it remove/).click();
    await agree('Abandon');
    await untilDone('abandon 2.0.0, back to 1.1.0');
    await page.getByText('to 2.0.0', { exact: true }).waitFor();
    await service.migrate('shop', '2.0.0');

    // Who uses it is in the way, here and in a run that was started otherwise.
    await page.getByRole('button', { name: 'End 1.1.0' }).click();
    const evidence = dialog.getByRole('alert');
    await evidence.getByText('1.1.0 is in use.').waitFor();
    await evidence.getByText('web (node)').waitFor();
    await dialog.getByLabel('Type shop').fill('shop');
    expect(await dialog.getByRole('button', { name: 'End', exact: true }).isEnabled()).toBe(false);
    await shot(page, 'end-version');
    const refused = await service.run('shop', { direction: 'contract', version: '1.1.0' });
    expect(refused.status).toBe('failed');
    await using failed = await asAdmin(`/console/runs/${refused.id}`);
    await failed.page.getByText('contract of 1.1.0', { exact: true }).waitFor();
    await failed.page.getByRole('alert').getByText('web (node) said hello').waitFor();
    await shot(failed.page, 'refused-contract');

    // As if that were two hours ago.
    await query(`UPDATE schema_migrations.usage SET last_seen = now() - interval '2 hours'`);
    await dialog.getByLabel('A hello of a client').selectOption('an hour');
    await dialog.getByText('0 migrations').waitFor();
    await agree('End');
    await untilDone('contract of 1.1.0');
    await page.getByRole('row', { name: /^2\.0\.0 open/ }).waitFor();
    await page.getByRole('row', { name: /^1\.1\.0/ }).waitFor({ state: 'detached' });

    await using made = await open(`/console/runs/${adopted.id}`);
    await made.page.getByText('adopt 1.1.0', { exact: true }).waitFor();
    await made.page.getByText('CREATE SCHEMA "db_1_1_0"').waitFor();
    const complaints = [looking, visited, failed, made].flatMap((one) => one.complaints);
    expect(complaints).toEqual([]);
  } finally {
    await client.end();
  }
});

test('without a token a run is refused with the reason, and the token is taken on the spot', async () => {
  await using visited = await open('/console/environments/staging');
  const { page } = visited;
  await page.getByRole('button', { name: 'Start a run' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('staging');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await dialog.getByText('This needs a token.').waitFor();
  await dialog.getByText('It asks for the scope migrate.').waitFor();
  await page.goto(`${service.url}/console/audit`);
  await page.getByText('It asks for the scope admin.').waitFor();
  await shot(page, 'refused');
  await page.getByLabel('Token', { exact: true }).fill(service.token);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('cell', { name: 'run.start' }).first().waitFor();
  await using other = await open('/console/audit');
  await other.page.getByText('It asks for the scope admin.').waitFor();
});

test('an admin makes a token, which is shown once, and ends it', async () => {
  await using visited = await asAdmin('/console/tokens');
  const { page } = visited;
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('Who or what will use it').fill('deploy');
  await page.getByLabel(/^Good for/).fill('read migrate:staging');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('it is not shown again').waitFor();
  await page.getByRole('button', { name: 'It is kept' }).click();
  const row = page.getByRole('row', { name: /^deploy/ });
  expect(await row.textContent()).toContain('migrate:staging');
  await row.getByRole('button', { name: 'Revoke deploy' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await row.getByText('revoked').waitFor();
});

test('everything is reached by the keyboard alone', async () => {
  await using visited = await open('/');
  const { page } = visited;
  await headingOf(page, 'Overview').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.getByRole('option', { name: 'Review model', exact: true }).waitFor();
  await page.keyboard.type('prospectrev');
  await page.getByRole('option', { name: 'ProspectReview model' }).waitFor();
  await page.keyboard.press('Enter');
  await headingOf(page, 'ProspectReview').waitFor();
  expect(page.url()).toBe(`${service.url}/console/versions/2.0.0/models/ProspectReview`);
});

const pages = [
  '/',
  '/console/versions',
  '/console/versions/2.0.0',
  '/console/versions/2.0.0/models/Review',
  '/console/versions/2.0.0/diagram',
  '/console/versions/2.0.0/source',
  '/console/versions/2.0.0/migrations',
  '/console/compare/1.1.0/2.0.0',
  '/console/compare/1.1.0/2.0.0?view=source',
  '/console/compare/working',
  '/console/environments/production',
  '/console/environments/shop',
  '/console/runs',
  '/console/runs/1',
  '/console/rollouts/new',
  '/console/consumers',
  '/console/webhooks',
  '/console/tokens',
  '/console/audit',
  '/console/no-such-page',
];

test.for(['light', 'dark'] as const)(
  'axe finds nothing serious on any page, %s, and all fit a phone',
  async (colorScheme) => {
    await using visited = await asAdmin('/', {
      colorScheme,
      viewport: { width: 375, height: 812 },
    });
    const { page } = visited;
    // By the system's scheme only the colours differ.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(service.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      for (const one of await seriousFindings(page, rules)) found.push(`${path} ${one}`);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      if (Number(width) > 375) found.push(`${path} is ${width} wide`);
      if (path.endsWith('Review') || path === '/') {
        await shot(page, `phone-${colorScheme}${path.replaceAll('/', '-')}`);
      }
    }
    expect(found).toEqual([]);
    expect(visited.complaints).toEqual([]);
  },
);

test('an API that answers 503 is told of with what to do, and asked again', async () => {
  await using visited = await open('/console/versions');
  const { page } = visited;
  await headingOf(page, 'Versions').waitFor();
  await page.route('**/consumers', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/json',
      body: JSON.stringify({
        code: 'DATABASE_UNREACHABLE',
        message: 'The release catalog does not answer.',
        why: 'Its database cannot be reached, or is busy.',
        fix: 'Ask again in a few seconds.',
      }),
    }),
  );
  await page.getByRole('link', { name: 'Consumers' }).click();
  await page.getByText('Its database cannot be reached, or is busy.').waitFor();
  await page.getByText('Ask again in a few seconds.').waitFor();
  await page.unroute('**/consumers');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByText('This needs a token.').waitFor();
  await page.route('**/runs?*', (route) => route.abort());
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByText('API_UNREACHABLE').waitFor();
  await page.unroute('**/runs?*');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page
    .getByRole('row', { name: /production/ })
    .first()
    .waitFor();
});

test('an empty service says how it is filled', async () => {
  await using visited = await open('/console/versions');
  const { page } = visited;
  await page.getByRole('table').waitFor();
  await page.route('**/versions', (route) =>
    route.fulfill({ contentType: 'application/json', body: '{"latest":null,"versions":[]}' }),
  );
  await page.goto(service.url);
  await page.getByText('npx schemactl release publish').waitFor();
  await page.getByText(`"url": "${service.url}"`).waitFor();
  await shot(page, 'empty');
});

/** Holds a table, so that a migration waits for it. */
async function holdTable(url: string, table: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS SHARE MODE`);
  let isOpen = false;
  const release = async () => {
    if (isOpen) return;
    isOpen = true;
    await client.end();
  };
  return { open: release, [Symbol.asyncDispose]: release };
}
