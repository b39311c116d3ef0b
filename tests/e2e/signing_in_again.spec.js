// Later sign-ins open a small window: the page that is open stays, with what it has read and planned. Only the answer that
// the page awaits is taken, and where a window does not work the page itself goes and comes back.
import { ADMIN, asked, cloud, confirms, expect, exportThatWaits, openTask, opensWindow, pickedFile, saved, signInAs, signInInWindow, signedIn, test, waiveExport, written } from './support.js';

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

/** A run that waits until the person has signed in again: what Microsoft knew of them was taken back in the middle of it. */
async function waitingRun(page) {
  page.expected.push(/status of 40[01]/);
  await signInInWindow(await opensWindow(page, prove(page)));
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 5, times: 6, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: 5 } } });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText(/^Waiting until/)).toBeVisible();
  await cloud.post('/revoke-sessions', {});
  await expect(goOn(page)).toBeVisible({ timeout: 15_000 });
}
const goOn = (page) => page.getByRole('button', { name: 'Sign in and go on' });
const finished = (page) => page.getByRole('main').getByText('39 of 39 users are gone from the tenant.');

test('a run that a revoked sign-in makes wait goes on by itself in the same page, for the same person alone', async ({ page }) => {
  await planned(page);
  await waitingRun(page);
  await expect(page.getByRole('main')).toContainText('It goes on by itself as soon as you have signed in again with the same account.');
  // It says so on every other page, too.
  await page.getByRole('link', { name: 'Activity' }).first().click();
  await page.getByRole('complementary', { name: 'Luk waits for you.' }).getByRole('link').click();
  await expect(page).toHaveURL(/\/users\/$/);

  const left = (await cloud.state()).users.length;
  expect(left).toBeGreaterThan(1);
  await signInInWindow(await opensWindow(page, goOn(page)), 'breakglass@contoso.onmicrosoft.com');
  await expect(page.locator('.problem')).toContainText('another administrator');
  await expect(goOn(page)).toBeVisible();
  expect((await cloud.state()).users.length).toBe(left);

  await signInInWindow(await opensWindow(page, goOn(page)));
  await expect(finished(page)).toBeVisible({ timeout: 15_000 });
  expect(await stayed(page)).toBe(true);
  expect((await cloud.state()).users.map((user) => user.userPrincipalName)).toEqual([ADMIN]);
});

for (const [how, gone] of [['was closed', (popup) => popup.close()], ['shows something else', (popup) => popup.goto('about:blank')]]) {
  test(`while a run waits and its window ${how}, the page goes, comes back, and the run goes on by itself`, async ({ page }) => {
    await planned(page);
    await waitingRun(page);
    const popup = await opensWindow(page, goOn(page));
    await popup.getByLabel('Account').waitFor();
    await gone(popup);
    await here(page).click();
    await signInAs(page);
    await expect(page).toHaveURL(/\/users\/$/);
    await expect(finished(page)).toBeVisible({ timeout: 15_000 });
    expect((await cloud.state()).users.map((user) => user.userPrincipalName)).toEqual([ADMIN]);
  });
}

test('while a run waits and the browser blocks the window, the page goes, comes back, and the run goes on by itself', async ({ page }) => {
  await planned(page);
  await waitingRun(page);
  await page.evaluate(() => { window.open = () => null; });
  await goOn(page).click();
  await signInAs(page);
  await expect(finished(page)).toBeVisible({ timeout: 15_000 });
});

test('a run that waits can be stopped, and is then as any that was stopped', async ({ page }) => {
  await planned(page);
  await waitingRun(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'This run was interrupted' })).toBeVisible();
  await expect(goOn(page)).toHaveCount(0);
});

test('a wake lock that the browser gives when the run is over already is given back at once', async ({ page }) => {
  await page.addInitScript(() => {
    window.locks = [];
    window.gives = [];
    const request = () => new Promise((resolve) => window.gives.push(() => {
      const lock = { released: false, release: async () => { lock.released = true; } };
      window.locks.push(lock);
      resolve(lock);
    }));
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
  });
  await planned(page);
  await signInInWindow(await opensWindow(page, prove(page)));
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(finished(page)).toBeVisible({ timeout: 15_000 });
  expect(await page.evaluate(() => window.gives.length)).toBeGreaterThan(0);
  await page.evaluate(() => window.gives.forEach((give) => give()));
  await expect.poll(() => page.evaluate(() => window.locks.every((lock) => lock.released))).toBe(true);
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

test('who stays when the page would leave for the sign-in can still sign in in a small window', async ({ page }) => {
  await planned(page);
  await (await opensWindow(page, prove(page))).close();
  // An answer without a document leaves the page where it is, as the person does who answers that they stay.
  let left = 0;
  const stays = (route) => {
    left += 1;
    return route.fulfill({ status: 204 });
  };
  await page.route(/\/authorize\?/, stays);
  await here(page).click({ noWaitAfter: true });
  await expect.poll(() => left).toBe(1);
  await page.unroute(/\/authorize\?/, stays);
  await signInInWindow(await opensWindow(page, prove(page)));
  await expect(domain(page)).toBeVisible();
  expect(await stayed(page)).toBe(true);
});

test('a small window that no sign-in can begin in any more, since the person has just signed out, closes by itself', async ({ page }) => {
  await planned(page);
  let leave;
  const closed = new Promise((resolve) => { leave = resolve; });
  await page.context().route(/\/oauth2\/v2\.0\/logout\?/, async (route) => {
    await closed;
    await route.continue();
  });
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => {
      const named = (name) => [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
      named('Sign out').click();
      named('Show that it is you').click();
    }),
  ]);
  if (!popup.isClosed()) await popup.waitForEvent('close');
  leave();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'You are signed out' })).toBeVisible();
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

test('while an export is under way the small window shows the sign-in page at once, and its answer is taken before the export ends', async ({ page }) => {
  page.expected.push(/status of 429/);
  await planned(page);
  await exportThatWaits(page, 12);
  await openTask(page, 'Delete users');
  const popup = await opensWindow(page, prove(page));
  await expect(popup.getByLabel('Account')).toBeVisible({ timeout: 4_000 });
  await signInInWindow(popup);
  await expect(domain(page)).toBeVisible();
  await openTask(page, 'Save what you want to keep');
  await expect(page.getByRole('button', { name: 'Stop the export' })).toBeVisible();
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });
  expect(await stayed(page)).toBe(true);
});

test('an export that a revoked sign-in makes wait keeps its file open and goes on by itself, for the same person alone', async ({ page }) => {
  page.expected.push(/status of (40[01]|429)/);
  await signedIn(page);
  await exportThatWaits(page, 2);
  await cloud.post('/revoke-sessions', {});
  await expect(goOn(page)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('main')).toContainText('It goes on by itself as soon as you have signed in again with the same account.');
  // It says so on every other page, too.
  await page.getByRole('link', { name: 'Activity' }).first().click();
  await page.getByRole('complementary', { name: 'Luk waits for you.' }).getByRole('link').click();
  await signInInWindow(await opensWindow(page, goOn(page)), 'breakglass@contoso.onmicrosoft.com');
  await expect(page.locator('.problem')).toContainText('another administrator');
  await expect(goOn(page)).toBeVisible();
  await signInInWindow(await opensWindow(page, goOn(page)));
  await expect(saved(page)).toBeVisible({ timeout: 15_000 });
  expect((await pickedFile(page)).subarray(0, 2).toString()).toBe('PK');
});

test('a reading that waits for the person is in the way of nothing else that they do', async ({ page }) => {
  page.expected.push(/status of 40[01]/);
  await signedIn(page);
  await cloud.post('/revoke-sessions', {});
  await page.getByRole('button', { name: 'Read the tenant again' }).click();
  await expect(goOn(page)).toBeVisible();
  await openTask(page, 'Save what you want to keep');
  await expect(goOn(page)).toBeVisible();
  await page.getByRole('checkbox', { name: /^I need nothing from this tenant/ }).check();
  await page.getByRole('button', { name: 'Go on without an archive' }).click();
  await expect(page.getByRole('main').getByText(/you said that you need nothing from this tenant/)).toBeVisible();
  await expect(goOn(page)).toHaveCount(0);
  await expect(page.locator('.problem')).toBeVisible();
});

test('what is watched is watched again after signing in again, and the page says so only while it is', async ({ page }) => {
  page.expected.push(/status of 40[01]/);
  await signedIn(page);
  await openTask(page, 'Cancel subscriptions');
  const looks = page.getByText('Luk looks again every few seconds and moves on by itself.');
  await expect(looks).toBeVisible();
  await cloud.post('/revoke-sessions', {});
  await expect(page.locator('.problem')).toBeVisible();
  await expect(page.getByText('Sign in, and Luk sees by itself when you have done it.')).toBeVisible();
  await expect(looks).toHaveCount(0);
  await page.getByRole('button', { name: 'Read the tenant again' }).click();
  await signInInWindow(await opensWindow(page, goOn(page)));
  await expect(looks).toBeVisible();
  await expect(goOn(page)).toHaveCount(0);
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
  const before = await asked('/directory/subscriptions');
  await expect.poll(() => asked('/directory/subscriptions')).toBeGreaterThan(before);
});

test('that the sign-in ends soon is said before it has ended, and not after', async ({ page }) => {
  await signedIn(page);
  const ends = page.getByRole('complementary', { name: 'Your sign-in ends soon.' });
  await expect(ends).toHaveCount(0);
  const hours = (count) => new Date(Date.now() + count * 3_600_000);
  await page.clock.setFixedTime(hours(23.5));
  await expect(ends).toBeVisible();
  await page.clock.setFixedTime(hours(24.5));
  await expect(ends).toHaveCount(0);
});
