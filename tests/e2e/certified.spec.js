// Luk against node oidc-provider, over real redirects: signing in, renewing with rotation and reuse detection, signing out.
import { expect, looksFor, test } from './support.js';
import { startCertified } from './providers/certified.js';
import { TENANT, startGraph } from './providers/graph.js';
import { CLIENT, LOGIN, SITE, startSite } from './providers/site.js';

let provider;
let graph;
let endSite;

test.beforeAll(async () => {
  provider = await startCertified();
  graph = await startGraph((token) => provider.issued.access.has(token));
  endSite = await startSite();
});
test.afterAll(async () => {
  await endSite?.();
  await graph?.end();
  await provider?.end();
});

/** Which of two is seen first. Each look is at both: what was there may be gone a moment later. */
async function firstOf(one, other) {
  let first;
  await expect(async () => {
    const [oneSeen, otherSeen] = await Promise.all([one.isVisible(), other.isVisible()]);
    expect(oneSeen || otherSeen).toBe(true);
    first = oneSeen ? one : other;
  }).toPass();
  return first;
}

/** The provider's own pages for development: who it is, and consent. */
async function signIn(page) {
  await page.goto(`${SITE}/`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  const name = page.locator('input[name=login]');
  const consent = page.getByRole('button', { name: 'Continue' });
  const read = page.getByRole('main').getByText(/^Last read on/);
  // Who has come back to their closing need not type anything while the provider still knows them.
  if (await firstOf(name, read) === read) return;
  await name.fill('ada');
  await page.locator('input[name=password]').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  if (await firstOf(consent, read) === consent) await consent.click();
  await expect(page).toHaveURL(`${SITE}/closing/`);
  await expect(read).toBeVisible();
}

const signsInAndGoesOn = (page) => page.getByRole('main').getByRole('button', { name: 'Sign in and go on' });

/** Waits until a tab has read what it was asked to: some moments long, for between two readings it looks the same. */
async function isIdle(tab) {
  let quiet = 0;
  let sent;
  await expect.poll(async () => {
    const [before, now] = [sent, provider.happened.refreshed];
    const rests = await readAgain(tab).isEnabled();
    quiet = rests && before === now ? quiet + 1 : 0;
    sent = now;
    return quiet;
  }, { timeout: 120_000 }).toBeGreaterThanOrEqual(4);
}
const readAgain = (tab) => tab.getByRole('button', { name: 'Read the tenant again' });

const all = () => [...provider.issued.access, ...provider.issued.refresh, ...provider.issued.identity].filter(Boolean);

test('signing in, with a signature that was checked, and signing out', async ({ page }) => {
  await signIn(page);
  await page.getByRole('link', { name: 'Activity' }).first().click();
  await expect(page.getByRole('row').filter({ hasText: '/discovery/v2.0/keys' })).toContainText('200');
  await expect(page.getByText('the signature of its answer was not checked')).toHaveCount(0);
  await looksFor(page, all());
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page).toHaveURL(new RegExp(`^${SITE}/(\\?.*)?$`));
  expect(provider.happened.signedOut).toBe(1);
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
  await looksFor(page, all());
});

test('a thousand renewals from two tabs revoke nothing; a stolen token that was used before ends the sign-in, and that is said', async ({ page, context }) => {
  // As long as it takes: a slow machine needs several minutes.
  test.setTimeout(600_000);
  provider.told.seconds = 0;
  const other = await context.newPage();
  await signIn(page);
  await signIn(other);
  // Signing out in an earlier test has ended a grant, too.
  const { refreshed, revoked } = provider.happened;
  const tabs = [page, other];
  for (const tab of tabs) {
    await tab.evaluate(() => {
      const again = () => [...document.querySelectorAll('main button')].find((one) => one.textContent.includes('Read the tenant again'));
      window.reading = setInterval(() => again()?.click(), 20);
    });
  }
  await expect.poll(() => provider.happened.refreshed - refreshed, { timeout: 540_000 }).toBeGreaterThanOrEqual(1000);
  await Promise.all(tabs.map((tab) => tab.evaluate(() => clearInterval(window.reading))));
  for (const tab of tabs) {
    // What was asked for before may still be under way: its own renewals must not meet the replay.
    await isIdle(tab);
    await expect(tab.locator('.problem')).toHaveCount(0);
    await expect(signsInAndGoesOn(tab)).toHaveCount(0);
    await looksFor(tab, all());
  }
  expect(provider.happened.revoked).toBe(revoked);

  page.expected.push(/status of 400/);
  const used = [...provider.issued.refresh].at(-20);
  const replayed = await fetch(`${LOGIN}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { Origin: SITE, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: CLIENT, grant_type: 'refresh_token', refresh_token: used }),
  });
  expect((await replayed.json()).error).toBe('invalid_grant');
  await expect.poll(() => provider.happened.revoked).toBeGreaterThan(revoked);
  const tab = page;
  await tab.bringToFront();
  await readAgain(tab).click();
  await expect(tab.getByRole('main').getByText('You need to sign in again.').first()).toBeVisible();
  await expect(signsInAndGoesOn(tab)).toBeVisible();
});
