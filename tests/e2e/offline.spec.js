// Without a network Luk opens, shows what was saved, works as a checklist, and says what waits.
import { expect, signedIn, test } from './support.js';

test('offline the saved state is shown, and what needs the network says so', async ({ page, context }) => {
  await signedIn(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText('You are offline.')).toBeVisible();
  await expect(page.getByRole('main').getByText('39 users left besides you.')).toBeVisible();
  await page.goto('/users/');
  await expect(page.getByRole('heading', { level: 1, name: 'Delete users' })).toBeVisible();
  page.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await context.setOffline(false);
  await expect(page.getByText('You are offline.')).toHaveCount(0);
});

test('without signing in the tasks can be ticked off, and stay ticked', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Use it as a checklist without signing in' }).click();
  const task = page.getByRole('listitem').filter({ hasText: 'Cancel subscriptions' });
  await task.getByRole('checkbox').check();
  await page.reload();
  await expect(task.getByRole('checkbox')).toBeChecked();
  await expect(page.getByRole('listitem').filter({ hasText: 'Delete users' }).getByRole('checkbox')).not.toBeChecked();
});

test.describe('without the service worker, which would bring a part from its own store', () => {
  test.use({ serviceWorkers: 'block' });

  test('a part of the page that does not load is said, and asked for again', async ({ page }) => {
    page.expected.push(/ERR_FAILED|Failed to fetch/);
    const pages = /\/pages-[0-9a-f]+\.wasm$/;
    await page.route(pages, (route) => route.abort());
    await page.goto('/about/');
    await expect(page.getByText('A part of Luk did not load')).toBeVisible();
    await page.unroute(pages);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'About and privacy' })).toBeVisible();
  });

  test('where the engine does not load whole, a closing that was begun is asked for again, and the focus stays', async ({ page, context }) => {
    page.expected.push(/ERR_FAILED|Failed to fetch/);
    await page.goto('/closing/');
    await page.getByRole('checkbox').first().check();
    await expect.poll(() => page.evaluate(() => localStorage.getItem('luk.progress'))).not.toBe(null);
    const engine = /\/closing-[0-9a-f]+\.wasm$/;
    let asked = 0;
    const refuse = (route) => {
      asked += 1;
      return route.abort();
    };
    await context.route(engine, refuse);
    await page.reload();
    const again = page.getByRole('main').getByRole('button', { name: 'Try again' });
    await expect(page.getByText('A part of Luk did not load')).toBeVisible();
    await again.press('Enter');
    await expect.poll(() => asked).toBe(2);
    await expect(again).toBeFocused();
    await context.unroute(engine, refuse);
    await again.press('Enter');
    const title = page.getByRole('heading', { level: 1, name: 'Close a Microsoft 365 tenant' });
    await expect(title.or(page.getByRole('heading', { level: 1, name: 'Closing' }))).toBeFocused();
    await expect(page.getByRole('checkbox').first()).toBeChecked();
  });
});
