// What a browser asks the cloud before it sends a script's requests: once for all batches, or each would take twice as long.
import { cloud, confirms, expect, openTask, provesIdentity, signedIn, test, waiveExport } from './support.js';

test('all batches of a run share one preflight', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  const before = (await cloud.requests()).length;
  await (await confirms(page, { tick: 'I have read that 39 users will be deleted.', button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible();
  const during = (await cloud.requests()).slice(before).filter((one) => one.url.endsWith('/v1.0/$batch'));
  expect(during.filter((one) => one.method === 'POST').length).toBeGreaterThan(2);
  expect(during.filter((one) => one.method === 'OPTIONS').length).toBeLessThan(2);
});
