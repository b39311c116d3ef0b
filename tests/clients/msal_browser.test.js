// @azure/msal-browser in Chromium, from the files of its package as they are: sign-in by redirect, silent tokens, hidden
// frames, a claims challenge, signing out.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { AUTHORITY, GRAPH, clientId, cloud, nothingUnmodelled, page as PAGE, tls } from './support.js';

const ADMIN = 'admin@tiny.onmicrosoft.com';
const SCOPES = ['User.Read'];
const TYPES = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript', json: 'application/json', map: 'application/json' };

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, PAGE);
  const file = { '/': '/page/index.html', '/signin/': '/page/signin.html', '/page.js': '/page/page.js' }[pathname];
  try {
    const known = file ?? (/^\/node_modules\/@azure\/[\w./-]+$/.test(pathname) && !pathname.includes('..') ? pathname : undefined);
    const body = pathname === '/settings.json'
      ? JSON.stringify({ clientId, authority: AUTHORITY })
      : await readFile(fileURLToPath(new URL(`.${known}`, import.meta.url)));
    response.writeHead(200, { 'content-type': TYPES[(file ?? pathname).split('.').pop()] }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});

/** A Chromium that trusts the practice cloud's authority alone. */
async function launch(way, cookies) {
  const profile = await mkdtemp(`${tmpdir()}/luk-msal-`);
  await mkdir(`${profile}/Default`);
  await writeFile(`${profile}/Default/Preferences`, JSON.stringify({ profile: { cookie_controls_mode: cookies } }));
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.LUK_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--ignore-certificate-errors-spki-list=${tls.publicKeySum}`,
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
      way,
    ],
  });
}
// How it finds Microsoft's names, and whether it sends cookies along from frames of other sites.
const BY_RESOLVER = `--host-resolver-rules=MAP * 127.0.0.1:${tls.port},EXCLUDE localhost`;
const BY_PROXY = `--proxy-server=${tls.proxy}`;
const COOKIES_OF_ALL = 0;
const COOKIES_OF_THE_SITE_ALONE = 1;

let browser;
let page;

before(async () => {
  await new Promise((resolve) => server.listen(new URL(PAGE).port, 'localhost', resolve));
  browser = await launch(BY_RESOLVER, COOKIES_OF_ALL);
});

after(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(async () => {
  await cloud.reset('tiny');
  await page?.close();
  await browser.clearCookies();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
});

/** The page is back, and MSAL has read what it came back with. */
const ready = () => page.waitForFunction(() => window.app);

/** Fills in the pages of the practice sign-in, as far as they come. */
async function fillsIn(account = ADMIN, decision = 'Accept') {
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password').fill('practice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  // Security defaults ask administrators for a second factor, and the first time there is something to consent to.
  const verify = page.getByRole('button', { name: 'Verify' });
  const consent = page.getByRole('button', { name: decision });
  const back = page.waitForURL(`${PAGE}/**`);
  back.catch(() => undefined);
  await Promise.race([verify.or(consent).waitFor().catch(() => undefined), back]);
  if (await verify.isVisible()) {
    await page.getByLabel('Code').fill('123456');
    await verify.click();
  }
  await Promise.race([consent.waitFor().then(() => consent.click(), () => undefined), back]);
  await page.waitForURL(`${PAGE}/**`);
  await ready();
}

async function signsIn(account, decision) {
  await page.goto(`${PAGE}/`);
  await ready();
  await page.evaluate((scopes) => void window.app.msal.loginRedirect({ scopes }), SCOPES);
  await page.waitForURL('https://login.microsoftonline.com/**');
  await fillsIn(account, decision);
  return page.evaluate(() => window.app.back);
}

const silent = (request) => page.evaluate((request) => window.app.silent(request), { scopes: SCOPES, ...request });
const hidden = () => page.evaluate((request) => window.app.hidden(request), { scopes: SCOPES, loginHint: ADMIN });
const ask = (token) => page.evaluate(([address, token]) => window.app.ask(address, token), [`${GRAPH}/v1.0/me`, token]);

test('a sign-in by redirect gives an account and a token that Graph takes', async () => {
  const back = await signsIn();
  const { tenant, users } = await cloud.state();
  const admin = users.find((user) => user.userPrincipalName === ADMIN);
  assert.equal(back.account?.homeAccountId, `${admin.id}.${tenant.id}`, JSON.stringify(back));
  assert.equal(await page.evaluate(() => location.href), `${PAGE}/`, 'the code is out of the address');
  const me = await ask(back.accessToken);
  assert.equal(me.body.userPrincipalName, ADMIN);
  await nothingUnmodelled();
});

test('a token comes from the cache, and a fresh one by the refresh token, without a page', async () => {
  const back = await signsIn();
  const cached = await silent();
  assert.equal(cached.accessToken, back.accessToken);
  assert.equal(cached.fromCache, true);
  const fresh = await silent({ forceRefresh: true });
  assert.notEqual(fresh.accessToken, back.accessToken, JSON.stringify(fresh));
  assert.equal((await ask(fresh.accessToken)).status, 200);
  const asked = (await cloud.requests()).filter((one) => one.method === 'POST' && one.url.includes('/oauth2/v2.0/token'));
  assert.equal(asked.length, 2);
  await nothingUnmodelled();
});

test('who is signed in at Microsoft is signed in by a hidden frame', async () => {
  const back = await signsIn();
  const frame = await hidden();
  assert.equal(frame.account?.homeAccountId, back.account.homeAccountId, JSON.stringify(frame));
  await nothingUnmodelled();
});

test('a claims challenge of Graph leads to a new sign-in, and that to a token that Graph takes', async () => {
  const back = await signsIn();
  await cloud.revokeSessions();
  const refused = await ask(back.accessToken);
  assert.equal(refused.status, 401);
  const [, encoded] = /error="insufficient_claims".*claims="([^"]+)"/.exec(refused.challenge);
  const claims = Buffer.from(encoded, 'base64').toString();
  const quiet = await silent({ claims });
  assert.ok(quiet.failed, JSON.stringify(quiet));
  await page.evaluate(([scopes, claims]) => void window.app.msal.acquireTokenRedirect({ scopes, claims, account: window.app.msal.getAllAccounts()[0] }), [SCOPES, claims]);
  await page.waitForURL('https://login.microsoftonline.com/**');
  await fillsIn();
  const again = await page.evaluate(() => window.app.back);
  assert.equal((await ask(again.accessToken)).status, 200, JSON.stringify(again));
  await nothingUnmodelled();
});

test('signing out ends the session at Microsoft, too', async () => {
  await signsIn();
  await page.evaluate(() => void window.app.msal.logoutRedirect({ postLogoutRedirectUri: `${location.origin}/`, account: window.app.msal.getAllAccounts()[0] }));
  await page.waitForRequest((request) => request.url().includes('/oauth2/v2.0/logout'));
  await page.waitForURL(`${PAGE}/**`);
  await ready();
  assert.deepEqual(await page.evaluate(() => window.app.msal.getAllAccounts()), []);
  const frame = await hidden();
  assert.equal(frame.failed, 'login_required', JSON.stringify(frame));
  await nothingUnmodelled();
});

test('consent that is declined comes back as an error', async () => {
  const back = await signsIn(ADMIN, 'Decline');
  assert.equal(back.failed, 'access_denied', JSON.stringify(back));
  assert.match(back.message, /AADSTS65004/);
});

test('through the proxy, too; but a hidden frame without cookies is signed in nowhere', async () => {
  const other = await launch(BY_PROXY, COOKIES_OF_THE_SITE_ALONE);
  try {
    page = await other.newPage();
    const back = await signsIn();
    assert.equal((await ask(back.accessToken)).status, 200, JSON.stringify(back));
    const frame = await hidden();
    assert.equal(frame.failed, 'login_required', JSON.stringify(frame));
    assert.equal(frame.needsPerson, true);
  } finally {
    page = undefined;
    await other.close();
  }
});
