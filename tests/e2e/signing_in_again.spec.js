// Later sign-ins open a small window: the page that is open stays, with what it has read and planned. Only the answer that
// the page awaits is taken, and where a window does not work the page itself goes and comes back.
import { ADMIN, cloud, confirms, expect, openTask, opensWindow, signInAs, signInInWindow, signedIn, test, waiveExport, written } from './support.js';

const prove = (page) => page.getByRole('button', { name: 'Show that it is you' });
const domain = (page) => page.getByLabel("Type the tenant's initial domain");
const here = (page) => page.getByRole('button', { name: 'Sign in on this page' });
const redeemed = async () => (await cloud.requests()).filter((one) => one.url.endsWith('/token') && one.method === 'POST').length;

/** A page with a plan that asks for a fresh sign-in. What is set on its window lives as long as the page itself does. */
async function planned(page) {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(prove(page)).toBeVisible();
  await page.evaluate(() => { window.stayed = true; });
}
const stayed = (page) => page.evaluate(() => window.stayed === true);

test('a fresh sign-in in a small window leaves the page and its plan as they are, and the window closes by itself', async ({ page }) => {
  await planned(page);
  const popup = await opensWindow(page, prove(page));
  await expect(here(page)).toBeVisible();
  await signInInWindow(popup);
  await expect(domain(page)).toBeVisible();
  await expect(here(page)).toHaveCount(0);
  expect(await stayed(page)).toBe(true);
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible();
  expect(await stayed(page)).toBe(true);
});

test('a run that a revoked sign-in interrupted goes on in the same page', async ({ page }) => {
  page.expected.push(/status of 40[01]/);
  await planned(page);
  await signInInWindow(await opensWindow(page, prove(page)));
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 5, times: 6, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: 5 } } });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText(/^Waiting until/)).toBeVisible();
  await cloud.post('/revoke-sessions', {});
  await expect(page.getByRole('heading', { name: 'This run was interrupted' })).toBeVisible({ timeout: 15_000 });
  await signInInWindow(await opensWindow(page, prove(page)));
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible();
  expect(await stayed(page)).toBe(true);
});

test('where the browser blocks the window, the page goes and comes back to where it was', async ({ page }) => {
  await page.addInitScript(() => { window.open = () => null; });
  await planned(page);
  await prove(page).click();
  await signInAs(page);
  await expect(page).toHaveURL(/\/users\/$/);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(domain(page)).toBeVisible();
});

test('when the window was closed, the page goes and comes back to where it was', async ({ page }) => {
  await planned(page);
  const popup = await opensWindow(page, prove(page));
  await popup.getByLabel('Account').waitFor();
  await popup.close();
  await here(page).click();
  await signInAs(page);
  await expect(page).toHaveURL(/\/users\/$/);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(domain(page)).toBeVisible();
});

test('a forged answer in another tab is refused there and changes nothing; the awaited one is still taken, once', async ({ page, context }) => {
  await planned(page);
  const popup = await opensWindow(page, prove(page));
  await popup.getByLabel('Account').waitFor();
  const tokens = await redeemed();
  const forger = await context.newPage();
  for (const forged of ['code=stolen&state=forged', 'code=stolen', 'error=access_denied&state=forged', `code=${'a'.repeat(65_536)}&state=forged`]) {
    await forger.goto('about:blank');
    await forger.goto(`/signin/#${forged}`);
    await expect(forger.locator('.problem')).toBeVisible();
    expect(await forger.evaluate(() => location.href)).not.toContain('code');
  }
  expect(await redeemed()).toBe(tokens);
  await page.bringToFront();
  await expect(here(page)).toBeVisible();

  let answer;
  popup.on('framenavigated', (frame) => {
    if (frame.url().includes('code=')) answer = frame.url();
  });
  await signInInWindow(popup);
  await expect(domain(page)).toBeVisible();
  await forger.goto('about:blank');
  await forger.goto(answer);
  await expect(forger.locator('.problem')).toBeVisible();
  await expect(page.locator('.problem')).toHaveCount(0);
  await expect(domain(page)).toBeVisible();
});

test('another person in the window is refused, and who was signed in stays so', async ({ page }) => {
  await planned(page);
  await signInInWindow(await opensWindow(page, prove(page)), 'breakglass@contoso.onmicrosoft.com');
  await expect(page.locator('.problem')).toBeVisible();
  await expect(domain(page)).toHaveCount(0);
  await expect(prove(page)).toBeVisible();
  expect(await written()).toEqual([]);
  expect((await cloud.state()).users.some((user) => user.userPrincipalName === ADMIN)).toBe(true);
});
