// What goes wrong ends in a message that says what happened and what to do; nothing is lost, and nothing is done that was
// not confirmed.
import { ADMIN, CONTROL, cloud, confirms, expect, openTask, provesIdentity, showsSecondFactor, signInAs, signedIn, test, waiveExport, written } from './support.js';

const users = async () => (await cloud.state()).users.length;

/** The message about what went wrong. */
const problem = (page) => page.locator('.problem');

/** The button on the start page. */
const signInButton = (page) => page.getByRole('main').getByRole('button', { name: 'Sign in' });

test('a wrong password is said by the sign-in page, and the right one goes on', async ({ page }) => {
  await page.goto('/');
  await signInButton(page).click();
  await page.getByLabel('Account').fill(ADMIN);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/incorrect|wrong/i)).toBeVisible();
  await signInAs(page);
  await expect(page).toHaveURL(/\/closing\/$/);
});

test('declined permissions leave nobody signed in and say so', async ({ page }) => {
  await page.goto('/');
  await signInButton(page).click();
  await page.getByLabel('Account').fill(ADMIN);
  await page.getByLabel('Password').fill('practice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsSecondFactor(page);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(problem(page)).toContainText('AADSTS65004');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in again' })).toBeVisible();
  expect(await page.evaluate(() => location.hash + location.search)).toBe('');
});

test('a forged answer to a sign-in is refused, and a true one works once', async ({ page }) => {
  await page.goto('/signin/#code=stolen&state=forged');
  await expect(problem(page)).toBeVisible();
  expect(await page.evaluate(() => location.hash)).toBe('');
  expect((await cloud.requests()).filter((one) => one.url.includes('/token'))).toEqual([]);

  let answer;
  page.on('framenavigated', (frame) => {
    if (frame.url().includes('code=')) answer = frame.url();
  });
  await signedIn(page);
  expect(answer).toContain('state=');
  await page.goto('about:blank');
  await page.goto(answer);
  await expect(problem(page)).toBeVisible();
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
});

test('nothing is deleted before everything that must come first has come', async ({ page }) => {
  await signedIn(page);
  await openTask(page, 'Delete users');
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('link', { name: 'Go to the export' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Delete \d+ users?$/ })).toHaveCount(0);

  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  const remove = await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users', domain: 'contoso.com' });
  await remove.click();
  await expect(page.getByRole('main').getByText("This is not the tenant's initial domain.")).toBeVisible();
  await page.getByRole('checkbox', { name: /^I have read that 39 users/ }).uncheck();
  await page.getByLabel("Type the tenant's initial domain").fill('contoso.onmicrosoft.com');
  await remove.click();
  await expect(page.getByRole('main').getByText('Tick that you have read the number.')).toBeVisible();
  expect(await written()).toEqual([]);
  expect(await users()).toBe(40);
});

test('five hundreds and throttling in the middle of a run leave nobody behind', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  await cloud.fault(
    { service: 'graph', path: '$batch', place: 'request', skip: 2, times: 1, timing: 'beforeExecuting', outcome: { status: { status: 500 } } },
    { service: 'graph', method: 'DELETE', path: '/users', place: 'anyBatchItem', skip: 4, times: 6, timing: 'afterExecuting', outcome: { status: { status: 429, retryAfter: 1 } } },
  );
  page.expected.push(/status of 500/);
  await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
  await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 30_000 });
  expect(await users()).toBe(1);
});

test('a cloud that is down is said, and trying again works when it is back', async ({ page }) => {
  test.setTimeout(120_000);
  await signedIn(page);
  const graph = 'http://localhost:18082/**';
  await page.context().route(graph, (route) => route.abort('connectionrefused'));
  page.expected.push(/ERR_CONNECTION_REFUSED/);
  await page.getByRole('button', { name: 'Read the tenant again' }).click();
  await expect(problem(page)).toContainText('Microsoft did not answer', { timeout: 90_000 });
  await page.context().unroute(graph);
  await page.getByRole('button', { name: 'Read the tenant again' }).click();
  await expect(page.getByRole('main').getByText('39 users left besides you.')).toBeVisible();
});

test('an engine that is gone is said, and what it did is not denied', async ({ page }) => {
  page.expected.push(/the engine fell/);
  await signedIn(page);
  await page.workers()[0].evaluate(() => setTimeout(() => { throw new Error('the engine fell'); }));
  await expect(page.getByRole('heading', { level: 1, name: 'Luk has stopped' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('What Microsoft has accepted stays done.');
  await expect.poll(() => page.workers().length).toBe(0);
});

test('damaged progress is put aside and said, and the tenant is read again', async ({ page }) => {
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  await page.evaluate(() => localStorage.setItem('luk.progress', '{"schema":1,"sum":"0","progress":{"ten'));
  await page.reload();
  await expect(problem(page)).toBeVisible();
  await signedIn(page);
  await expect(page.getByRole('main').getByText('39 users left besides you.')).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('luk.progress.set-aside'))).toContain('"sum":"0"');
});

test('progress that a newer Luk wrote is left as it is, and said', async ({ page }) => {
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  const newer = '{"schema":99,"sum":"0","progress":{}}';
  await page.evaluate((text) => localStorage.setItem('luk.progress', text), newer);
  await page.reload();
  await expect(problem(page)).toBeVisible();
  await signedIn(page);
  expect(await page.evaluate(() => localStorage.getItem('luk.progress'))).toBe(newer);
});

test('progress holds no name, no address and no token', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  for (const person of (await cloud.state()).users) {
    expect(kept).not.toContain(person.displayName);
    expect(kept).not.toContain(person.userPrincipalName);
  }
  expect(kept.toLowerCase()).not.toContain('contoso');
});

test('a full disk leaves no archive, says so, and exporting again works', async ({ page }) => {
  const devtools = await page.context().newCDPSession(page);
  const space = (bytes) => devtools.send('Storage.overrideQuotaForOrigin', { origin: 'http://localhost:18080', ...(bytes && { quotaSize: bytes }) });
  await signedIn(page);
  await openTask(page, 'Save what you want to keep');
  // Room for the file itself, but not for what is written into it.
  const usage = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.getFileHandle('picked.zip', { create: true });
    return (await navigator.storage.estimate()).usage;
  });
  await space(usage + 2_000);
  await page.getByRole('button', { name: 'Choose where to save and export' }).click();
  await expect(page.getByRole('main').getByText('The export did not succeed')).toBeVisible();
  await space();
  await page.getByRole('button', { name: /^(Choose where to save and export|Export again)$/ }).click();
  await expect(page.getByRole('main').getByText('The archive is complete.')).toBeVisible();
});

test('a person without the role is told which one is missing', async ({ page }) => {
  await page.goto('/');
  await signInButton(page).click();
  await page.getByLabel('Account').fill('billing@contoso.onmicrosoft.com');
  await page.getByLabel('Password').fill('practice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsSecondFactor(page);
  // Reading the directory needs an administrator's consent: Entra says so, and so does Luk.
  await expect(page.getByText(/AADSTS9009\d/).first()).toBeVisible();

  await page.context().clearCookies();
  // Once an administrator has consented for the organization, it is Luk that says what is missing.
  await page.goto('/');
  await signInButton(page).click();
  await page.getByLabel('Account').fill(ADMIN);
  await page.getByLabel('Password').fill('practice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsSecondFactor(page);
  await page.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page).toHaveURL(/\/closing\/$/);
  await page.getByRole('button', { name: 'Forget this closing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget this closing' }).click();
  await page.context().clearCookies();
  await page.goto('/');
  await signInButton(page).click();
  await signInAs(page, 'billing@contoso.onmicrosoft.com');
  await expect(page.getByRole('main').getByText('You are Billing Administrator, not Global Administrator')).toBeVisible();
});

test('another page cannot show Luk in a frame', async ({ page }) => {
  page.expected.push(/frame-ancestors|X-Frame-Options|refused to connect|Framing|chrome-error/i);
  await page.goto(`${CONTROL}/`);
  await page.setContent('<iframe src="http://localhost:18080/" width="800" height="600"></iframe>');
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('button', { name: 'Sign in' })).toHaveCount(0);
});
