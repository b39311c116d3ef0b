// Luk, in a browser as people use it, beside the Microsoft Graph JavaScript SDK, in Node, where no preflights slow it down:
// both delete the same users from the same practice cloud, over the same sockets of this machine, with the same faults. The
// published limits are off, or both would only wait; Luk keeps to them all the same, because it keeps count by itself.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { cloud, confirms, expect, openTask, provesIdentity, signInAs, test, waiveExport } from '../support.js';
import { tell } from './figures.js';

const USERS = 2000;
const SITE = 'http://localhost:18080';
const ADMIN = 'admin@crowd.onmicrosoft.com';
const DOMAIN = 'crowd.onmicrosoft.com';
const CROWD = {
  name: 'crowd', displayName: 'Crowd', moreUsers: USERS,
  users: [{ userPrincipalName: 'admin', displayName: 'Administrator', roles: ['Global Administrator'] }],
};

/** What Microsoft's own test proxy (Dev Proxy) lets a DELETE fail with; all of them pass. */
const STATUSES = [429, 500, 502, 503, 504, 507];
/** With how many in a hundred deletes a run is measured. */
const LEVELS = [0, 50];

/** So many in a hundred deletes fail, alone and inside batches alike, each status as often; nothing of them is executed. */
function faults(percent) {
  const share = percent / 100 / STATUSES.length;
  return ['request', 'anyBatchItem'].flatMap((place) => STATUSES.map((status, number) => ({
    service: 'graph', method: 'DELETE', path: '/users/', place,
    // A fault is asked for only where those before it let a request through.
    perThousand: Math.round((1000 * share) / (1 - number * share)),
    outcome: { status: { status, retryAfter: 1 } },
  })));
}

async function prepare() {
  await cloud.reset(CROWD);
  await cloud.post('/throttling', { throttling: 'off' });
}

/** Compares what was said with what is so, and counts what was sent to Graph meanwhile. */
async function judge(who, percent, { began, ended, done }) {
  const there = new Set((await cloud.state()).users.filter((user) => user.userPrincipalName !== ADMIN).map((user) => user.id));
  const sent = (await cloud.requests()).filter((one) => one.url.startsWith('http://localhost:18082/') && Date.parse(one.time) >= began);
  const lost = Array.isArray(done) ? done.filter((id) => there.has(id)).length : Math.max(0, done - (USERS - there.size));
  tell({
    deleting: {
      who, faults: percent, users: USERS, left: there.size, lost, requests: sent.length,
      preflights: sent.filter((one) => one.method === 'OPTIONS').length, seconds: (ended - began) / 1000,
    },
  });
}

for (const percent of LEVELS) {
  for (const [way, who] of [['single', 'sdkOneByOne'], ['batch', 'sdkBatches']]) {
    test(`${who}, ${percent} % faults`, async () => {
      await prepare();
      const { clouds: [{ clientId, login, graph }] } = await (await fetch(`${SITE}/config.json`)).json();
      await cloud.fault(...(percent > 0 ? faults(percent) : []));
      const folder = fileURLToPath(new URL('../../clients/', import.meta.url));
      const env = { ...process.env, LUK_CLIENTS: JSON.stringify({ clientId, origins: { login, graph }, page: SITE }) };
      const { stdout } = await promisify(execFile)(process.execPath, ['deleting.js', ADMIN, way], { cwd: folder, env, maxBuffer: 1 << 26 });
      await judge(who, percent, JSON.parse(stdout));
    });
  }

  test(`luk, ${percent} % faults`, async ({ page }) => {
    await prepare();
    await page.goto('/');
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await signInAs(page, ADMIN);
    await waiveExport(page);
    await openTask(page, 'Delete users');
    await provesIdentity(page, ADMIN);
    const remove = await confirms(page, { tick: /^I have read that/, button: /^Delete 2.?000 users$/, domain: DOMAIN });
    await cloud.fault(...(percent > 0 ? faults(percent) : []));
    const began = Date.now();
    await remove.click();
    const run = page.locator('section.run');
    await expect(run).toHaveAttribute('data-state', /^(done|ended)$/, { timeout: 0 });
    const ended = Date.now();
    await judge('luk', percent, { began, ended, done: Number(await run.locator('progress').getAttribute('value')) });
  });
}
