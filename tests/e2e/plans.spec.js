// Plans as files, and deleting for good: what a person sees of them, and the wiring of the file fields.
import { readFileSync } from 'node:fs';
import { ADMIN, cloud, confirms, expect, openTask, opensWindow, provesIdentity, signInInWindow, signedIn, test, waiveExport, written } from './support.js';

const problem = (page) => page.getByRole('alert');

/** Saves the plan that is shown, and returns the file's text. */
async function savedPlan(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save the plan as a file' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^luk-plan-[0-9a-f]{8}\.json$/);
  return readFileSync(await download.path(), 'utf8');
}

async function loads(page, text) {
  const field = page.getByLabel("The plan's file");
  if (!(await field.isVisible())) await page.getByText('Use a plan from a file').first().click();
  await field.setInputFiles({ name: 'plan.json', mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('a plan goes through a file and is shown beside the tenant as it is now', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  const file = await savedPlan(page);
  const { plan } = JSON.parse(file);
  expect(plan.items.length).toBe(39);
  expect(file).not.toContain('@');

  await loads(page, file.replace(plan.items[0].id, plan.items[1].id));
  await expect(problem(page)).toContainText('This file is not a plan, or not as it was saved');
  await problem(page).getByRole('button').click();

  await loads(page, file);
  await expect(page.getByRole('main').getByText('The tenant is just as this plan has it.')).toBeVisible();

  // One of those whom the plan names is excluded: the plan can't be confirmed any more.
  const { users } = await cloud.state();
  const kept = users.find((user) => user.id === plan.items[0].id);
  await page.getByLabel('Filter by name').fill(kept.userPrincipalName);
  await page.getByRole('row').filter({ hasText: kept.userPrincipalName }).getByRole('checkbox').check();
  await loads(page, file);
  await expect(page.getByRole('main').getByText('1 thing that it names and that Luk must not touch now. Make a new plan.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make the plan again' })).toBeVisible();
  await expect(page.getByLabel("Type the tenant's initial domain")).toHaveCount(0);
  expect(await written()).toEqual([]);
});

test('a plan of another work is shown where that work is done', async ({ page }) => {
  await signedIn(page);
  await openTask(page, 'Disable multifactor authentication');
  await page.getByRole('button', { name: 'Make the plan' }).click();
  const file = await savedPlan(page);
  await openTask(page, 'Delete users');
  await loads(page, file);
  await expect(page.getByRole('heading', { level: 1, name: 'Disable multifactor authentication' })).toBeFocused();
  await expect(page.getByRole('main').getByText('The tenant is just as this plan has it.')).toBeVisible();
});

test('Stop shows at once, what was not checked is not called true, and a plan that is given up does not go on', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  // The answers to what is sent wait until the test lets them come.
  let sent;
  let answer;
  const asked = new Promise((resolve) => (sent = resolve));
  const answered = new Promise((resolve) => (answer = resolve));
  await page.context().route(/:18082\//, async (route) => {
    const request = route.request();
    if (request.method() === 'DELETE' || request.postData()?.includes('"DELETE"')) {
      sent();
      await answered;
    }
    await route.continue();
  });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await asked;
  const main = page.getByRole('main');
  const said = page.locator('p.visually-hidden[role="status"]');
  await expect(main.getByText('“Delete users” is not finished.', { exact: false })).toBeVisible();
  await expect(main.getByRole('button', { name: 'Read the tenant again' })).toHaveAttribute('aria-disabled', 'true');
  await main.getByRole('button', { name: 'Stop' }).click();
  await expect(main.getByText('Stopping.', { exact: false })).toBeVisible();
  await expect(main.getByRole('button', { name: 'Stop' })).toHaveAttribute('aria-disabled', 'true');
  await expect(said).toContainText('Deleting users. Stopping.');
  answer();
  await expect(main.getByText('You stopped it. What is left stays in the plan, and you can go on.')).toBeVisible();
  await expect(main.getByText('0 of 39 done and checked', { exact: true })).toBeVisible();
  await expect(main.getByText('What is now true in the tenant')).toHaveCount(0);
  const giveUp = { name: 'Give this plan up' };
  await main.getByRole('button', giveUp).click();
  await page.getByRole('dialog').getByRole('button', giveUp).click();
  await expect(main.getByText('You stopped it.', { exact: true })).toBeVisible();
  await main.getByRole('button', { name: 'Read the tenant again' }).click();
  await expect(said).toHaveText('The tenant has been read.');
});

/** Deletes all users, and plans to delete them for good, up to the last button. */
async function plansTheFinalDeletion(page) {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 30_000 });
  // Nothing of a closing waits for this, so it is there for whoever looks for it.
  await expect(page.getByRole('button', { name: 'Plan the final deletion' })).toBeHidden();
  await page.getByText('Deleted users', { exact: true }).click();

  await page.getByRole('button', { name: 'Plan the final deletion' }).click();
  const prove = page.getByRole('button', { name: 'Show that it is you' });
  const typed = page.getByLabel("Type the tenant's initial domain");
  await expect(prove.or(typed)).toBeVisible();
  if (await prove.isVisible()) await signInInWindow(await opensWindow(page, prove), ADMIN);
  await expect(page.getByRole('main').getByText('Nobody can undo this, Microsoft included', { exact: false })).toBeVisible();
  return confirms(page, { tick: /^I have read that 39 users will be deleted for good/, button: 'Delete 39 users for good' });
}

test('users are deleted for good only when that is planned, too', async ({ page }) => {
  await (await plansTheFinalDeletion(page)).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone for good.')).toBeVisible({ timeout: 30_000 });
  expect((await cloud.state()).deletedUsers ?? []).toEqual([]);
});

test('while the bin does not show them yet nobody is said to be gone for good', async ({ page }) => {
  const button = await plansTheFinalDeletion(page);
  await cloud.post('/lag', { binSeconds: 86_400 });
  await button.click();
  const main = page.getByRole('main');
  await expect(main.getByText(/^Waiting until .* Microsoft's lists have not caught up yet; Luk looks again\. \d+ (minutes|seconds?) to go\.$/)).toBeVisible();
  await expect(main.getByText('0 of 39 done and checked', { exact: true })).toBeVisible();
  await expect(main.getByText('are gone for good')).toHaveCount(0);
  await main.getByRole('button', { name: 'Stop' }).click();
  await expect(main.getByText('You stopped it.', { exact: false })).toBeVisible();
  await cloud.post('/lag', { binSeconds: 0 });
  await main.getByRole('button', { name: 'Go on with it' }).dblclick();
  await expect(main.getByText('39 of 39 users are gone for good.')).toBeVisible({ timeout: 30_000 });
  await expect(problem(page)).toHaveCount(0);
  expect((await cloud.state()).deletedUsers ?? []).toEqual([]);
});
