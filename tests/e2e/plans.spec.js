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
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(problem(page)).toContainText('The plan names something that must stay');
  expect(await written()).toEqual([]);
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
  await expect(main.getByText(/^Waiting until .* Microsoft's lists have not caught up yet; Luk looks again\.$/)).toBeVisible();
  await expect(main.getByText('0 of 39', { exact: true })).toBeVisible();
  await expect(main.getByText('are gone for good')).toHaveCount(0);
  await main.getByRole('button', { name: 'Stop' }).click();
  await expect(main.getByText('You stopped it.', { exact: false })).toBeVisible();
  await cloud.post('/lag', { binSeconds: 0 });
  await main.getByRole('button', { name: 'Go on with it' }).click();
  await expect(main.getByText('39 of 39 users are gone for good.')).toBeVisible({ timeout: 30_000 });
  expect((await cloud.state()).deletedUsers ?? []).toEqual([]);
});
