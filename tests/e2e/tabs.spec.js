// Two tabs of one browser: one carries a run out, the other watches.
import { cloud, confirms, expect, openTask, provesIdentity, signedIn, test, waiveExport } from './support.js';

test('while one tab carries a run out another one watches, and shows what was done', async ({ page, context }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 11, times: 1, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: 20 } } });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText(/^Waiting until/)).toBeVisible();

  const watching = await context.newPage();
  await watching.goto('/users/');
  await expect(watching.getByRole('heading', { name: 'Another tab is carrying this out' })).toBeVisible();
  await expect(watching.getByText(/^Microsoft has accepted \d+ of 39 so far/)).toBeVisible();
  await expect(watching.getByRole('button', { name: 'Go on with it' })).toHaveCount(0);

  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 60_000 });
  await expect(watching.getByRole('main').getByText('Only you are left.').first()).toBeVisible();
  await watching.close();
});
