// One thing at a time: what an export is in the way of says so, and no export is asked for twice.
import { asked, cloud, expect, exportThatWaits, openTask, saved, signedIn, test } from './support.js';

const choose = (page) => page.getByRole('button', { name: 'Choose where to save' });
const prove = (page) => page.getByRole('button', { name: 'Show that it is you' });

test('what would wait behind an export can not be asked for, and the page says why', async ({ page }) => {
  page.expected.push(/status of 429/);
  await signedIn(page);
  await exportThatWaits(page, 12);
  const why = page.getByRole('main').getByText('The export is not finished. Wait until it is, or stop it first.').first();
  const waits = (name) => expect(page.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  await expect(why).toBeVisible();
  await waits('Read the tenant again');
  await page.getByRole('checkbox', { name: /^I need nothing from this tenant/ }).check();
  await waits('Go on without an archive');
  await openTask(page, 'Delete users');
  await expect(why).toBeVisible();
  await waits('Make the plan');
  await page.getByRole('button', { name: 'Make the plan' }).dispatchEvent('click');
  await openTask(page, 'Save what you want to keep');
  await expect(saved(page)).toBeVisible({ timeout: 20_000 });
  await openTask(page, 'Delete users');
  await expect(why).toHaveCount(0);
  await expect(prove(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(prove(page)).toBeVisible();
});

test('an export is asked for once, however often its button is pressed, and not while the tenant is read', async ({ page }) => {
  page.expected.push(/status of 429/);
  await signedIn(page);
  await openTask(page, 'Save what you want to keep');
  // In one go: even a double click lets the page answer between the two.
  const pressTwice = () => choose(page).evaluate((button) => { button.click(); button.click(); });
  // Whatever was asked for before is done when the tenant is read.
  const reading = page.getByRole('button', { name: 'Read the tenant again' });
  const reads = async (meanwhile) => {
    const before = await asked('/organization');
    await reading.click();
    await expect.poll(() => asked('/organization')).toBeGreaterThan(before);
    await meanwhile?.();
    await expect(reading).not.toHaveAttribute('aria-disabled', 'true');
  };
  await cloud.fault({ service: 'graph', method: 'GET', path: '/users', times: 1, timing: 'beforeExecuting', outcome: { status: { status: 429, retryAfter: 5 } } });
  await reads(async () => {
    await expect(choose(page)).toHaveAttribute('aria-disabled', 'true');
    await pressTwice();
  });
  await reads();
  expect(await asked('/groups?')).toBe(0);
  await pressTwice();
  await expect(saved(page)).toBeVisible();
  await reads();
  expect(await asked('/groups?')).toBe(1);
  await expect(saved(page)).toBeVisible();
});
