// Two tabs of one browser: one carries a run out, the other watches; and what both keep in the same moment.
import { cloud, confirms, expect, openTask, provesIdentity, signInAs, signedIn, test, waiveExport, written } from './support.js';

// A run that waits for so many seconds, because the service asks for it.
async function beginsARunThatWaits(page, seconds) {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 11, times: 1, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: seconds } } });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText(/^Waiting until/)).toBeVisible();
}

test('while one tab carries a run out another one watches, and shows what was done', async ({ page, context }) => {
  await beginsARunThatWaits(page, 20);

  const watching = await context.newPage();
  await watching.goto('/closing/');
  await expect(watching.getByRole('main').getByText(/^Microsoft has accepted \d+ of 39 so far/)).toBeVisible();
  await expect(watching.getByText('A run was interrupted')).toHaveCount(0);
  await watching.goto('/users/');
  await expect(watching.getByRole('heading', { name: 'Another tab is carrying this out' })).toBeVisible();
  await expect(watching.getByText(/^Microsoft has accepted \d+ of 39 so far/)).toBeVisible();
  await expect(watching.getByRole('button', { name: 'Go on with it' })).toHaveCount(0);

  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 60_000 });
  await expect(watching.getByRole('main').getByText('Only you are left.').first()).toBeVisible();
  await watching.close();
});

test('while a run is at work no tab forgets what it rests on', async ({ page, context }) => {
  await beginsARunThatWaits(page, 120);

  const other = await context.newPage();
  const asks = async (tab, address, button, answer) => {
    // Waited for: the page's links are there when its module has begun, not when its document has loaded.
    await tab.locator(`a[href$="${address}"]`).first().evaluate((link) => link.click());
    await tab.getByRole('main').getByRole('button', { name: button }).click();
    await tab.getByRole('dialog').getByRole('button', { name: button }).click();
    await expect(tab.getByRole('alert').getByRole('heading', { name: answer })).toBeVisible();
  };
  await other.goto('/');
  await asks(other, 'about/', 'Delete everything stored here', 'Luk is at work in another tab');
  await asks(other, 'closing/', 'Forget this closing', 'Luk is at work in another tab');
  await asks(page, 'about/', 'Delete everything stored here', 'Something else is still running');
  await asks(page, 'closing/', 'Forget this closing', 'Something else is still running');
  await expect(page.getByRole('main').getByRole('heading', { name: 'Deleting users' })).toBeVisible();
  await expect(page.getByText('A run was interrupted')).toHaveCount(0);
  const kept = await other.evaluate(() => Object.values(localStorage).join());
  expect(kept).toContain('"running"');
  const there = other.getByRole('main').getByRole('link', { name: 'Go to it' });
  await there.focus();

  await openTask(page, 'Delete users');
  await page.getByRole('main').getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('main').getByRole('heading', { name: 'This run was interrupted' })).toBeVisible();
  await expect(page.getByText('Another tab is carrying this out')).toHaveCount(0);
  await expect(other.getByRole('heading', { name: 'A run was interrupted' })).toBeVisible();
  await expect(there).toBeFocused();
  await other.close();
});

test('whom two tabs keep in the same moment is kept in both', async ({ page, context }) => {
  await signedIn(page);
  await openTask(page, 'Delete users');
  const other = await context.newPage();
  await other.goto('/');
  await other.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  const [account, read] = [other.getByLabel('Account'), other.getByRole('main').getByText(/^Last read on/)];
  await expect(account.or(read)).toBeVisible();
  if (await account.isVisible()) await signInAs(other);
  await expect(read).toBeVisible();
  await openTask(other, 'Delete users');

  const keep = (tab) => tab.getByRole('checkbox', { name: /^Keep/ });
  for (let number = 0; number < 10; number += 2) {
    const boxes = await Promise.all([keep(page).nth(number).elementHandle(), keep(other).nth(number + 1).elementHandle()]);
    await Promise.all(boxes.map((box) => box.evaluate((one) => one.click())));
  }
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem('luk.progress')).progress.kept.length);
  await expect.poll(kept).toBe(10);
  for (const tab of [page, other]) await expect(tab.locator('input:checked')).toHaveCount(10);

  await keep(page).first().click();
  for (const tab of [page, other]) await expect(tab.locator('input:checked')).toHaveCount(9);
  await expect.poll(kept).toBe(9);
  await other.close();
});

/** What a tab keeps that hasn't heard of the run: somebody is excluded. */
async function excludesElsewhere(tab, id) {
  await tab.evaluate(async (user) => {
    const { schema, progress } = JSON.parse(localStorage.getItem('luk.progress'));
    progress.kept.push(user);
    const text = new TextEncoder().encode(JSON.stringify(progress));
    const hash = [...new Uint8Array(await crypto.subtle.digest('SHA-256', text))].slice(0, 8);
    const sum = hash.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    localStorage.setItem('luk.progress', JSON.stringify({ schema, sum, progress }));
  }, id);
}

test('who is excluded when they are deleted already is named, and not said to be left alone', async ({ page, context }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  // The second batch's first is deleted, although the answer says "later".
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 1, times: 1, timing: 'afterExecuting', outcome: { status: { status: 429, retryAfter: 5 } } });
  const other = await context.newPage();
  await other.goto('/about/');
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect.poll(async () => (await written()).length).toBeGreaterThan(1);
  const id = (await written())[1].split('/').pop();
  await excludesElsewhere(other, id);

  const main = page.getByRole('main');
  await expect(main.getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 60_000 });
  const named = main.locator('.notice').filter({ hasText: 'Something that you keep was done already.' });
  await named.getByText('Details').first().click();
  await expect(named).toContainText(id);
  await expect(main.getByText('did not go')).toHaveCount(0);
  await other.close();
});
