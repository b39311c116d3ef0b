// What the end-to-end tests share: a fresh practice tenant for each test, a page that lets nothing pass unnoticed, and the
// few ways in which a person moves through Luk.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { expect, test as base } from '@playwright/test';

export const CONTROL = 'http://localhost:18086';
export const ADMIN_CENTER = 'http://localhost:18084';
export const ADMIN = 'admin@contoso.onmicrosoft.com';
export const DOMAIN = 'contoso.onmicrosoft.com';

/** The practice cloud's control origin. */
export const cloud = {
  async post(path, body) {
    const answer = await fetch(`${CONTROL}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  },
  async get(path) {
    const answer = await fetch(`${CONTROL}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  },
  reset: (tenant = 'contoso') => cloud.post('/reset', { tenant }),
  state: () => cloud.get('/state'),
  requests: () => cloud.get('/requests'),
  advance: (hours) => cloud.post('/advance', { hours }),
  fault: (...faults) => cloud.post('/faults', faults),
};

/** Ids that deleting or changing requests to Graph named, those inside batches too. */
export async function written() {
  const requests = (await cloud.requests()).filter((one) => one.url.startsWith('http://localhost:18082/'));
  return requests.flatMap((one) => {
    if (one.url.endsWith('/$batch') && one.method === 'POST') {
      return JSON.parse(one.requestBody).requests.filter((inner) => inner.method !== 'GET').map((inner) => inner.url);
    }
    return ['GET', 'OPTIONS'].includes(one.method) ? [] : [one.url];
  });
}

/** How often something was read from an address with this in it. */
export const asked = async (part) => (await cloud.requests()).filter((one) => one.method === 'GET' && one.url.includes(part)).length;

/**
 * A page that fails its test on console errors, exceptions, violations of the content security policy and requests to
 * anywhere but this machine. A test that provokes errors says which: `page.expected.push(/…/)`.
 */
export const test = base.extend({
  context: async ({ context }, use) => {
    // The save dialog can't be driven; the file behind it can: the rest of the way, createWritable included, is the real one.
    await context.addInitScript(() => {
      window.showSaveFilePicker = async () => {
        const root = await navigator.storage.getDirectory();
        return root.getFileHandle('picked.zip', { create: true });
      };
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    await use(context);
  },
  page: async ({ page }, use) => {
    await cloud.reset();
    page.expected = [];
    const seen = [];
    const note = (what) => {
      if (!page.expected.some((pattern) => pattern.test(what))) seen.push(what);
    };
    const watch = (watched) => {
      watched.on('console', (message) => {
        const own = /^http:\/\/localhost:180[89]0\//.test(message.location().url) || message.text().includes('policy violated');
        if (message.type() === 'error' && own) note(`console: ${message.text()}`);
        page.said = [...(page.said ?? []), message.text()];
      });
      watched.on('pageerror', (error) => note(`exception: ${error.message}`));
      watched.on('request', (request) => {
        if (!/^(http:\/\/localhost:|data:|blob:http:\/\/localhost:)/.test(request.url())) note(`foreign request: ${request.url()}`);
        page.asked = [...(page.asked ?? []), request.url()];
      });
    };
    watch(page);
    // The small window of a later sign-in.
    page.on('popup', watch);
    await use(page);
    expect(seen, 'nothing went wrong unnoticed').toEqual([]);
    expect(await cloud.get('/unmodelled')).toEqual([]);
    if (!page.isClosed()) await keepsNoSecret(page);
  },
});

/** Looks for every code, token and password that the cloud has issued, wherever a browser could keep one. */
export async function keepsNoSecret(page) {
  if (!page.url().startsWith('http://localhost:18080/')) return;
  await looksFor(page, (await cloud.get('/secrets')).filter((secret) => secret.length > 20));
}

/** Looks for these secrets wherever a browser could keep one, in archives too. */
export async function looksFor(page, secrets) {
  const { archives, ...kept } = await page.evaluate(async () => {
    const places = { local: JSON.stringify({ ...localStorage }), session: JSON.stringify({ ...sessionStorage }), cookie: document.cookie };
    places.address = location.href;
    places.page = document.documentElement.outerHTML;
    places.archives = {};
    const root = await navigator.storage.getDirectory();
    for await (const [name, handle] of root.entries()) {
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      places.archives[name] = Array.from(bytes);
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      const found = await cache.keys();
      places[`cache ${name}`] = found.map((request) => request.url).join();
      for (const request of found) places[`cached ${request.url}`] = await (await cache.match(request)).text();
    }
    places.databases = JSON.stringify(await indexedDB.databases());
    return places;
  });
  expect(kept.databases, 'Luk keeps no database').toBe('[]');
  for (const [name, bytes] of Object.entries(archives)) kept[`file ${name}`] = unpacked(Buffer.from(bytes));
  // A page can't set HttpOnly cookies: those are the provider's own, which has the same host name here.
  kept.cookies = JSON.stringify((await page.context().cookies()).filter((cookie) => !cookie.httpOnly));
  kept.console = (page.said ?? []).join();
  const holds = (text) => secrets.some((secret) => text.includes(secret));
  for (const [place, text] of Object.entries(kept)) expect(holds(text), `a secret in ${place}`).toBe(false);
  // Only the way back from the sign-in carries a code, in the fragment, and the page takes it out at once.
  const asked = (page.asked ?? []).filter((url) => !/^http:\/\/localhost:(1808[01]|1809[01])\//.test(url));
  expect(asked.filter(holds), 'a secret in an address').toEqual([]);
}

/** What is in a file: of an archive, everything unpacked. */
function unpacked(bytes) {
  if (bytes.subarray(0, 2).toString() !== 'PK') return bytes.toString('latin1');
  const file = `${mkdtempSync(`${tmpdir()}/luk-archive-`)}/archive.zip`;
  writeFileSync(file, bytes);
  try {
    return execFileSync('unzip', ['-p', file], { encoding: 'latin1', maxBuffer: 1 << 30 });
  } finally {
    rmSync(file);
  }
}

export { expect };

/** The second factor, on a page that asks for one. */
export async function showsSecondFactor(page) {
  await page.getByLabel('Code').fill('123456');
  await page.getByRole('button', { name: 'Verify' }).click();
}

/** The sign-in page of the practice cloud: account, password, and a second factor and consent if they are asked for. */
export async function signInAs(page, account = ADMIN, password = 'practice') {
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const verify = page.getByRole('button', { name: 'Verify' });
  const accept = page.getByRole('button', { name: 'Accept' });
  const back = page.locator('#luk h1');
  await expect(verify.or(accept).or(back)).toBeVisible();
  if (await verify.isVisible()) {
    await showsSecondFactor(page);
    await expect(accept.or(back)).toBeVisible();
  }
  if (await accept.isVisible()) await accept.click();
}

/** From the start page to the closing page, with the tenant read. */
export async function signedIn(page, account = ADMIN) {
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page, account);
  await expect(page).toHaveURL(/\/closing\/$/);
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
}

/** Opens a task from the closing page. */
export async function openTask(page, name) {
  if (!page.url().endsWith('/closing/')) await page.getByRole('link', { name: 'Closing', exact: true }).first().click();
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Says that nothing needs to be saved. */
export async function waiveExport(page) {
  await openTask(page, 'Save what you want to keep');
  await page.getByRole('checkbox', { name: /^I need nothing from this tenant/ }).check();
  await page.getByRole('button', { name: 'Go on without an archive' }).click();
  await expect(page.getByRole('main').getByText(/you said that you need nothing from this tenant/)).toBeVisible();
}

/** Presses a button that opens the small window of a later sign-in. */
export async function opensWindow(page, button) {
  const [popup] = await Promise.all([page.waitForEvent('popup'), button.click()]);
  return popup;
}

/** Signs in in the small window, which then closes by itself. */
export async function signInInWindow(popup, account = ADMIN, password = 'practice') {
  await popup.getByLabel('Account').fill(account);
  await popup.getByLabel('Password').fill(password);
  const closed = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  const comes = (button) => button.waitFor().catch(() => {});
  const verify = popup.getByRole('button', { name: 'Verify' });
  const accept = popup.getByRole('button', { name: 'Accept' });
  await Promise.race([closed, comes(verify.or(accept))]);
  if (!popup.isClosed() && (await verify.isVisible())) {
    await showsSecondFactor(popup);
    await Promise.race([closed, comes(accept)]);
  }
  if (!popup.isClosed()) await accept.click();
  await closed;
}

/** Shows who one is, again, for the work of the page that is open, if the last time is too long ago for it. */
export async function provesIdentity(page, account = ADMIN) {
  await page.getByRole('button', { name: 'Make the plan' }).click();
  const prove = page.getByRole('button', { name: 'Show that it is you' });
  const domain = page.getByLabel("Type the tenant's initial domain");
  await expect(prove.or(domain)).toBeVisible();
  if (!(await prove.isVisible())) return;
  await signInInWindow(await opensWindow(page, prove), account);
  await expect(domain).toBeVisible();
}

/** Fills in everything that confirms the plan that is shown, or is made now, up to the last button. */
export async function confirms(page, { tick, button, domain = DOMAIN }) {
  const typed = page.getByLabel("Type the tenant's initial domain");
  if (!(await typed.isVisible())) await page.getByRole('button', { name: /^Make the plan/ }).click();
  await page.getByRole('checkbox', { name: tick }).check();
  await typed.fill(domain);
  return page.getByRole('button', { name: button });
}

/** Begins an export that Microsoft makes wait when it comes to the groups. */
export async function exportThatWaits(page, seconds) {
  await cloud.fault({ service: 'graph', method: 'GET', path: '/groups', times: 1, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: seconds } } });
  await openTask(page, 'Save what you want to keep');
  await page.getByRole('button', { name: 'Choose where to save' }).click();
  await expect(page.getByRole('main').getByText('Writing: Groups and their members').first()).toBeVisible();
}

/** What says that an archive was written. */
export const saved = (page) => page.getByRole('main').getByText('The archive is complete.');

/** What was written through the save dialog. */
export async function pickedFile(page) {
  const bytes = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('picked.zip')).getFile();
    return Array.from(new Uint8Array(await file.arrayBuffer()));
  });
  return Buffer.from(bytes);
}

