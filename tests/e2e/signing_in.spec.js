// Whose word a sign-in is: the signature of the answer is checked by the browser against the issuer's keys.
import { expect, signInAs, signedIn, test } from './support.js';

const KEYS = '**/discovery/v2.0/keys';
const UNCHECKED = 'so the signature of its answer was not checked';

/** The activity page, opened by its link: a reload would end the sign-in. */
const activity = (page) => page.getByRole('link', { name: 'Activity' }).first().click();

test('an answer signed with the key that the issuer shows is taken, and its signature was checked', async ({ page }) => {
  await signedIn(page);
  await activity(page);
  await expect(page.getByRole('row').filter({ hasText: '/discovery/v2.0/keys' })).toContainText('200');
  await expect(page.getByText(UNCHECKED)).toHaveCount(0);
});

test('an answer that the issuer’s key did not sign is refused', async ({ page }) => {
  await page.context().route(KEYS, async (route) => {
    const answer = await route.fetch();
    const keys = await answer.json();
    for (const key of keys.keys) key.n = key.n.slice(0, 20) + (key.n[20] === 'A' ? 'B' : 'A') + key.n.slice(21);
    await route.fulfill({ response: answer, json: keys });
  });
  await page.goto('/');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(page.locator('.problem')).toContainText("the id_token's signature does not hold");
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
});

test('with the issuer’s keys out of reach the sign-in holds, and the activity page says that it was not checked', async ({ page }) => {
  page.expected.push(/discovery\/v2\.0\/keys|ERR_FAILED/);
  await page.context().route(KEYS, (route) => route.abort());
  await signedIn(page);
  await activity(page);
  await expect(page.getByText(UNCHECKED)).toBeVisible();
});
