// Whose word a sign-in is: the signature of the answer is checked by the browser against the issuer's keys.
import { expect, signInAs, signedIn, test } from './support.js';

const KEYS = '**/discovery/v2.0/keys';
const UNCHECKED = 'so the signature of its answer was not checked';

/** The activity page, opened by its link: a reload would end the sign-in. */
const activity = (page) => page.getByRole('link', { name: 'Activity' }).first().click();

test('an answer signed with the key that the issuer shows is taken, and its signature was checked', async ({ page }) => {
  await signedIn(page);
  await activity(page);
  await expect(page.getByRole('row').filter({ hasText: '/discovery/v2.0/keys' })).toContainText('200');
  await expect(page.getByText(UNCHECKED)).toHaveCount(0);
});

test('an answer that the issuer’s key did not sign is refused', async ({ page }) => {
  await page.context().route(KEYS, async (route) => {
    const answer = await route.fetch();
    const keys = await answer.json();
    for (const key of keys.keys) key.n = key.n.slice(0, 20) + (key.n[20] === 'A' ? 'B' : 'A') + key.n.slice(21);
    await route.fulfill({ response: answer, json: keys });
  });
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(page.locator('.problem')).toContainText("the id_token's signature does not hold");
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
});

test('with the issuer’s keys out of reach the sign-in holds, and the activity page says that it was not checked', async ({ page }) => {
  page.expected.push(/discovery\/v2\.0\/keys|ERR_FAILED/);
  await page.context().route(KEYS, (route) => route.abort());
  await signedIn(page);
  await activity(page);
  await expect(page.getByText(UNCHECKED)).toBeVisible();
});

test('a tenant can be named: its own sign-in page opens, and one that is not there is said', async ({ page }) => {
  page.expected.push(/status of 400/);
  await page.goto('/closing/');
  await page.getByText('Sign in to a certain tenant').click();
  const named = page.getByLabel("The tenant's domain or ID");
  await named.fill('nobody.example');
  await named.press('Enter');
  await expect(page.locator('.problem')).toContainText('AADSTS90002');
  await named.fill('contoso.onmicrosoft.com');
  await named.press('Enter');
  await expect(page).toHaveURL(/\/[0-9a-f-]{36}\/oauth2\/v2\.0\/authorize/);
  await signInAs(page);
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
});

test('who comes back need not type anything while the provider knows them, and is asked when it does not', async ({ page, context }) => {
  await signedIn(page);
  await page.reload();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
  await expect(page.getByRole('banner').getByText('Sign out')).toBeVisible();

  await context.clearCookies();
  await page.reload();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(page.getByRole('banner').getByText('Sign out')).toBeVisible();
});

test('signing out removes an archive that the browser holds', async ({ page }) => {
  await signedIn(page);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('luk-export.zip', { create: true })).createWritable();
    await file.write('names and addresses');
    await file.close();
  });
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('http://localhost:18080/');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(async () => {
    const names = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  })).not.toContain('luk-export.zip');
});

test('the About page links to where an administrator consents for the organization', async ({ page }) => {
  await page.goto('/about/');
  const link = page.getByRole('link', { name: /^Consent for the organization/ });
  await expect(link).toHaveAttribute('href', /\/organizations\/v2\.0\/adminconsent\?client_id=[0-9a-f-]{36}&scope=http:\/\/localhost:18082\/\.default&redirect_uri=http:\/\/localhost:18080\/$/);
});

test('the page on registering Luk gives the steps and both scripts, and runs none itself', async ({ page }) => {
  await page.goto('/registration/');
  await expect(page.getByRole('heading', { name: 'Registering Luk' })).toBeVisible();
  await expect(page.getByText('Token configuration')).toBeVisible();
  await expect(page.getByText('az ad app create')).toBeVisible();
  await expect(page.getByText('New-MgApplication')).toBeVisible();
  expect(await page.locator('script').count()).toBe(0);
  await page.getByRole('link', { name: 'To the start page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Close a Microsoft 365 tenant' })).toBeVisible();
});
