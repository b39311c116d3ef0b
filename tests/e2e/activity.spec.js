// The activity page follows a run without being in its way.
import { cloud, confirms, expect, openTask, provesIdentity, signedIn, test, waiveExport } from './support.js';

test('the list of requests is drawn once a second, however many are sent', async ({ page }) => {
  page.expected.push(/status of 429/);
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  // So that most of the run is still to come when the page is open.
  await cloud.fault({ service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 5, times: 6, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: 5 } } });
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText(/^Waiting until/)).toBeVisible();
  await page.getByRole('link', { name: 'Activity' }).first().click();
  const deleted = page.getByRole('row').filter({ hasText: 'DELETE' });
  await expect(deleted.first()).toBeVisible();
  const before = await deleted.count();
  const seconds = 9;
  const drawn = await page.locator('tbody').evaluate((rows, seconds) => new Promise((resolve) => {
    let drawn = 0;
    new MutationObserver(() => { drawn += 1; }).observe(rows, { childList: true });
    setTimeout(() => resolve(drawn), seconds * 1000);
  }), seconds);
  expect((await deleted.count()) - before).toBeGreaterThan(20);
  expect(drawn).toBeLessThanOrEqual(seconds + 1);
  expect(drawn).toBeGreaterThan(0);
});
