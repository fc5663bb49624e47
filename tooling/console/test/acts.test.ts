import type { PublishedRelease } from '@schema-service/catalog';
import { noBrowser, openBrowser } from '@schema-service/published/open-browser';
import { serve } from '@schema-service/vitest-config/serve';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { releaseOf, type Scripts } from '../src/releases.ts';
import { type ConsoleService, startService } from '../src/start-service.ts';
import { seriousFindings, shot, type Visit, visit } from '../src/visit.ts';

const test = anyTest.skipIf(noBrowser !== undefined);

const ROWS = 20_000;
const schemaOf = (...fields: readonly string[]) =>
  `datasource db {\n  provider = "postgresql"\n}\n\nmodel Product {\n${['  id Int @id', ...fields].join('\n')}\n}\n`;

/** Three versions with their ways down; the second fills rows in batches, the third loses values on its way down. */
const versions: readonly (readonly [string, string, Scripts])[] = [
  [
    '1.0.0',
    schemaOf(),
    {
      '001_product': {
        up: `CREATE TABLE product (id int PRIMARY KEY, words int);\nINSERT INTO product SELECT generate_series(1, ${ROWS});\nANALYZE product;`,
        down: 'DROP TABLE product;',
      },
    },
  ],
  [
    '1.1.0',
    schemaOf('  words Int?'),
    {
      '002_fill': {
        up: '-- migrator: batches = product by id\n-- migrator: lock-timeout = 5min\nUPDATE product SET words = id WHERE id BETWEEN {from} AND {to};',
        down: 'UPDATE product SET words = NULL;',
      },
    },
  ],
  [
    '2.0.0',
    schemaOf('  words Int?', '  price Int @default(7)'),
    {
      '003_price': {
        up: '-- migrator: lock-timeout = 5min\nALTER TABLE product ADD COLUMN price int NOT NULL DEFAULT 7;',
        down: 'ALTER TABLE product DROP COLUMN price;',
      },
    },
  ],
];

let service: ConsoleService;
let browser: Browser;

beforeAll(async () => {
  const eu = { group: 'eu' };
  [service, browser] = await Promise.all([
    startService({
      ...{ shop: {}, broken: {}, guarded: { policy: { approval: true } } },
      ...{ 'eu-1': eu, 'eu-2': eu, 'eu-3': eu },
    }),
    openBrowser(),
  ]);
  let previous: PublishedRelease | null = null;
  for (const [version, schema, scripts] of versions) {
    previous = releaseOf(version, schema, previous, scripts);
    await service.publish(previous);
  }
});

afterAll(async () => {
  await browser?.close();
  await service?.[Symbol.asyncDispose]();
});

const asAdmin = (path: string) => visit(browser, service.url, path, { token: service.token });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const statusOf = (page: Page) => page.locator('.page-head .badge').first();

/** What the browser complained of, and what axe finds on the page as it stands. */
async function troublesOf({ page, complaints }: Visit): Promise<readonly string[]> {
  return [...complaints, ...(await seriousFindings(page))];
}

async function query(environment: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: service.databaseOf(environment) });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Holds what a statement locks until it is let go. */
async function hold(environment: string, sql: string) {
  const client = new pg.Client({ connectionString: service.databaseOf(environment) });
  await client.connect();
  await client.query(`BEGIN; ${sql}`);
  let isHeld = true;
  const letGo = async () => {
    if (isHeld) await client.end();
    isHeld = false;
  };
  return { letGo, [Symbol.asyncDispose]: letGo };
}

/** Starts what the page's plan says, and is on the page of the run. */
async function startRun(page: Page, environment: string): Promise<void> {
  await button(page, 'Start a run').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(environment);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { name: /^Run \d+$/ }).waitFor();
}

test('batches are followed with what is left of them, and a run that is cancelled is retried', async () => {
  await service.migrate('shop', '1.0.0');
  await using held = await hold('shop', `SELECT FROM product WHERE id = ${ROWS - 5} FOR UPDATE`);
  await using visited = await asAdmin('/console/environments/shop');
  const { page } = visited;
  await page.getByLabel('Version to go to').selectOption('1.1.0');
  await page.getByText('in batches').waitFor();
  await startRun(page, 'shop');
  const step = page.getByRole('listitem').filter({ hasText: '002_fill' });
  await step.getByText(/statement 1 of 1, \d+ rows gone through, about .+ left/).waitFor();
  const part = Number(await step.getByRole('progressbar').getAttribute('value'));
  expect(part).toBeGreaterThan(0);
  expect(part).toBeLessThan(1);
  await shot(page, 'run-batches');
  expect(await troublesOf(visited)).toEqual([]);
  await button(page, 'Cancel').click();
  await page.getByText('runEnded').waitFor();
  await statusOf(page).getByText('cancelled').waitFor();
  await step.getByText('failed').waitFor();
  await held.letGo();
  const first = page.url();
  await button(page, 'Retry').click();
  await expect.poll(() => page.url()).not.toBe(first);
  await statusOf(page).getByText('success').waitFor();
  await step.getByText('done').waitFor();
  expect(await troublesOf(visited)).toEqual([]);
});

test('a run that failed says why, and is retried where what stood in its way is gone', async () => {
  await service.migrate('broken', '1.1.0');
  await query('broken', 'ALTER TABLE product ADD COLUMN price text');
  await using visited = await asAdmin('/console/environments/broken');
  const { page } = visited;
  await page.getByText('003_price').waitFor();
  await startRun(page, 'broken');
  await statusOf(page).getByText('failed').waitFor();
  const alert = page.getByRole('alert');
  expect(await alert.textContent()).toMatch(/"price" of relation "product" already exists/);
  expect(await troublesOf(visited)).toEqual([]);
  await query('broken', 'ALTER TABLE product DROP COLUMN price');
  await button(page, 'Retry').click();
  await statusOf(page).getByText('success').waitFor();
});

test('a run waits for an approval, which somebody else gives to the plan that was looked at', async () => {
  const { token } = Object(
    await service.ask('/tokens', { name: 'deployer', scopes: ['migrate:guarded'] }),
  );
  await using visited = await visit(browser, service.url, '/console/environments/guarded', {
    token,
  });
  const { page } = visited;
  await page.getByText('001_product').waitFor();
  await startRun(page, 'guarded');
  await page.getByText('approval', { exact: true }).waitFor();
  await button(page, 'Approve the plan').click();
  await page.getByText('The token deployer has no scope approve.').waitFor();
  await using other = await asAdmin(page.url().slice(service.url.length));
  await button(other.page, 'Approve the plan').click();
  await statusOf(other.page).getByText('success').waitFor();
  await other.page.getByText(/^approved by/).waitFor();
  await statusOf(page).getByText('success').waitFor();
  expect(await troublesOf(other)).toEqual([]);
});

test('what a run has done is rolled back, by who has seen what is lost and types the name', async () => {
  await service.migrate('shop', '2.0.0');
  await using visited = await asAdmin('/console/runs');
  const { page } = visited;
  const row = page.getByRole('row').filter({ hasText: 'shop' }).filter({ hasText: 'up to 2.0.0' });
  await row.getByRole('rowheader').getByRole('link').click();
  await button(page, 'Roll back').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: 'Roll back shop to 1.1.0' }).waitFor();
  await dialog.getByRole('heading', { name: 'What would be lost' }).waitFor();
  expect(await dialog.textContent()).toContain(`${ROWS} values of product.price`);
  expect(await troublesOf(visited)).toEqual([]);
  await shot(page, 'roll-back');
  const go = dialog.getByRole('button', { name: 'Roll back' });
  await dialog.getByRole('textbox').fill('shop');
  expect(await go.isEnabled()).toBe(false);
  await dialog.getByRole('checkbox').check();
  await go.click();
  await page.getByText('down to 1.1.0').waitFor();
  await statusOf(page).getByText('success').waitFor();
  expect(await page.getByRole('button', { name: 'Roll back' }).count()).toBe(0);
  expect(await service.ask('/environments/shop')).toMatchObject({ current: '1.1.0' });
});

test('a rollout is put together, started by its name, paused, resumed and followed to its end', async () => {
  for (const name of ['eu-1', 'eu-2', 'eu-3']) await service.migrate(name, '1.1.0');
  await using held = await hold('eu-2', 'LOCK TABLE product IN ACCESS SHARE MODE');
  await using visited = await asAdmin('/console/runs');
  const { page } = visited;
  await page.getByRole('link', { name: 'Start a rollout' }).click();
  await page.getByText('3 databases in stages of 1, then 1, then 1.').waitFor();
  await page.getByLabel('Stages: numbers, parts, rest').fill('1, some');
  await page.getByText('Stages are written as 1, 10%, rest.').waitFor();
  expect(await button(page, 'Start the rollout').isEnabled()).toBe(false);
  await page.getByLabel('Stages: numbers, parts, rest').fill('1, rest');
  await page.getByLabel('Goes first').selectOption('eu-2');
  await page.getByRole('checkbox', { name: 'eu-3' }).uncheck();
  await page.getByText('2 databases in stages of 1, then 1.').waitFor();
  await page.getByRole('row', { name: /^eu-2 plan of eu-2 1 1\.1\.0/ }).waitFor();
  await page.getByRole('heading', { name: 'Plan of eu-2' }).waitFor();
  await page.getByText('003_price').waitFor();
  expect(await troublesOf(visited)).toEqual([]);
  await shot(page, 'rollout-start');
  await button(page, 'Start the rollout').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('2.0.0 for 2 databases of eu').waitFor();
  expect(await dialog.getByRole('button', { name: 'Start' }).isEnabled()).toBe(false);
  await dialog.getByRole('textbox').fill('eu');
  await dialog.getByRole('button', { name: 'Start' }).click();

  await page.getByRole('heading', { name: /^Rollout \d+$/ }).waitFor();
  await page.getByRole('link', { name: 'eu-2: running' }).waitFor();
  await page.getByRole('link', { name: 'eu-1: waiting' }).waitFor();
  expect(await troublesOf(visited)).toEqual([]);
  await shot(page, 'rollout');
  await button(page, 'Pause').click();
  await statusOf(page).getByText('stopped').waitFor();
  await held.letGo();
  await page.getByRole('link', { name: 'eu-2: success' }).waitFor();
  await page.getByRole('link', { name: 'eu-1: waiting' }).waitFor();
  await button(page, 'Go on').click();
  await page.getByRole('link', { name: 'eu-1: success' }).waitFor();
  await statusOf(page).getByText('success').waitFor();
  expect(await service.ask('/environments/eu-3')).toMatchObject({ current: '1.1.0' });

  // And one that is cancelled under way.
  await using _again = await hold('eu-3', 'LOCK TABLE product IN ACCESS SHARE MODE');
  const body = { to: '2.0.0', environments: ['eu-3'] };
  const { id } = Object(await service.ask('/groups/eu/rollouts', body));
  await page.goto(`${service.url}/console/rollouts/${id}`);
  await page.getByRole('link', { name: 'eu-3: running' }).waitFor();
  await button(page, 'Cancel').click();
  await page.getByRole('link', { name: 'eu-3: cancelled' }).waitFor();
  await statusOf(page).getByText('cancelled').waitFor();
});

test('a delivery is sent again, and what the receiver answers is told', async () => {
  const received: string[] = [];
  await using receiver = await serve((request, response) => {
    received.push(String(request.headers['webhook-id']));
    response.statusCode = received.length === 1 ? 410 : 200;
    response.end();
  });
  await using visited = await asAdmin('/console/webhooks');
  const { page } = visited;
  await button(page, 'Add a webhook').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Where every event is sent').fill(`${receiver.url}/hook`);
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await dialog.getByText('it is not shown again').waitFor();
  await dialog.getByText(/^whsec_/).waitFor();
  await dialog.getByRole('button', { name: 'It is kept' }).click();
  await button(page, 'Send a test').click();
  const row = page.getByRole('row', { name: /^webhook\.test/ });
  await row.getByText('410, attempt 1').waitFor();
  expect(await troublesOf(visited)).toEqual([]);
  await button(page, 'Turn on').click();
  await button(page, 'Turn off').waitFor();
  await row.first().getByRole('button', { name: 'Send again' }).click();
  await row.filter({ hasText: 'delivered' }).first().waitFor();
  // The same message once more, by its id.
  expect(new Set(received).size).toBe(1);
  expect(received.length).toBeGreaterThan(1);
});

test('the diagram of two versions has what came, changed and went in colour', async () => {
  await using visited = await asAdmin('/console/compare/1.1.0/2.0.0?view=diagram');
  const { page } = visited;
  const pixelsOf = async (color: string) =>
    Number(
      await page.evaluate(`(() => {
        const canvas = document.querySelector('canvas');
        if (!canvas) return -1;
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at < data.length; at += 4)
          if (data.slice(at, at + 3).join(' ') === '${color}') count += 1;
        return count;
      })()`),
    );
  const [added, changed, gone] = ['228 245 234', '253 241 220', '253 234 232'] as const;
  await expect.poll(() => pixelsOf(added)).toBeGreaterThan(0);
  expect(await pixelsOf(changed)).toBeGreaterThan(0);
  expect(await pixelsOf(gone)).toBe(0);
  // What is lost on the way back is in no box of the older version.
  await page.getByRole('button', { name: 'Turn around' }).click();
  await expect.poll(() => pixelsOf(gone)).toBeGreaterThan(0);
  expect(await pixelsOf(added)).toBe(0);
  expect(visited.complaints).toEqual([]);
});

test('the diagram is saved as a PNG of its size', async () => {
  await using visited = await asAdmin('/console/versions/2.0.0/diagram');
  const { page } = visited;
  await page.getByRole('application').waitFor();
  const download = page.waitForEvent('download');
  await button(page, 'PNG').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('schema-2.0.0.png');
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const { width, height } = Object(await service.ask('/schema/2.0.0/diagram'));
  const scale = bytes.readUInt32BE(16) / width;
  expect(scale).toBeGreaterThanOrEqual(1);
  expect(bytes.readUInt32BE(20)).toBeCloseTo(height * scale, -1);
  expect(await troublesOf(visited)).toEqual([]);
});

test('the token that is made works, and is refused once it is revoked; the audit log has all of it', async () => {
  await using visited = await asAdmin('/console/tokens');
  const { page } = visited;
  await button(page, 'Make a token').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who or what will use it').fill('auditor');
  await dialog.getByLabel(/^Good for/).fill('admin');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByText('it is not shown again').waitFor();
  const made = (await dialog.locator('pre').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'It is kept' }).click();
  expect(await page.getByText(made).count()).toBe(0);
  await using other = await visit(browser, service.url, '/console/audit', { token: made });
  await other.page
    .getByRole('row')
    .filter({ hasText: 'token.create' })
    .filter({ hasText: 'auditor' })
    .waitFor();
  for (const action of ['run.approve', 'run.cancel', 'rollout.start', 'rollout.pause']) {
    await other.page.getByRole('cell', { name: action, exact: true }).first().waitFor();
  }
  expect(await troublesOf(other)).toEqual([]);
  await button(page, 'Revoke auditor').click();
  await button(page, 'Revoke it').click();
  await page
    .getByRole('row', { name: /^auditor/ })
    .getByText('revoked')
    .waitFor();
  expect(await troublesOf(visited)).toEqual([]);
  await other.page.reload();
  await other.page.getByText('TOKEN_INVALID').waitFor();
});
