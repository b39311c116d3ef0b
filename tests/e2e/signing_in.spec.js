// Whose word a sign-in is: the signature of the answer is checked by the browser against the issuer's keys.
import { ADMIN, cloud, expect, keepsNoSecret, opensWindow, showsSecondFactor, signInAs, signedIn, test } from './support.js';

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

test('a tenant can be named: its own sign-in page opens, and one that is not there is said', async ({ page }) => {
  page.expected.push(/status of 400/);
  await page.goto('/closing/');
  await page.getByText('Sign in to a certain tenant').click();
  const named = page.getByLabel("The tenant's domain or ID");
  await named.fill('nobody.example');
  await named.press('Enter');
  await expect(page.locator('.problem')).toContainText('AADSTS90002');
  await named.fill('contoso.onmicrosoft.com');
  await named.press('Enter');
  await expect(page).toHaveURL(/\/[0-9a-f-]{36}\/oauth2\/v2\.0\/authorize/);
  await signInAs(page);
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
});

test('who comes back need not type anything while the provider knows them, and is asked when it does not', async ({ page, context }) => {
  await signedIn(page);
  await page.reload();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
  await expect(page.getByRole('banner').getByText('Sign out')).toBeVisible();

  await context.clearCookies();
  await page.reload();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(page.getByRole('banner').getByText('Sign out')).toBeVisible();
});

test('signing out removes an archive that the browser holds', async ({ page }) => {
  await signedIn(page);
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle('luk-export.zip', { create: true })).createWritable();
    await file.write('names and addresses');
    await file.close();
  });
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('http://localhost:18080/');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(await page.evaluate(async () => {
    const names = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  })).not.toContain('luk-export.zip');
});

const signOut = (page) => page.getByRole('banner').getByRole('button', { name: 'Sign out' });
const signedOut = (page) => page.getByRole('main').getByRole('status').filter({ hasText: 'You are signed out' });

/** Notes, in the page, when the person asks to sign out and when nothing shows any more who it is. */
async function timesSignOut(page) {
  await signOut(page).evaluate((button) => {
    const banner = button.closest('header');
    button.addEventListener('click', () => {
      window.asked = performance.now();
      new MutationObserver((_, observer) => {
        if (banner.contains(button)) return;
        window.gone = performance.now() - window.asked;
        console.log(`gone after ${window.gone.toFixed(1)} ms`);
        observer.disconnect();
      }).observe(banner, { childList: true, subtree: true });
    }, { capture: true });
  });
}
const report = (said, what) => {
  test.info().annotations.push({ type: 'figure', description: `${what}: ${said}` });
  console.log(`  signing out, ${what}: ${said}`);
};
const isGone = (page) => page.waitForEvent('console', (message) => message.text().startsWith('gone after '));

test('signing out leaves nothing here before any answer comes, then Microsoft is told, and the way back says so', async ({ page }) => {
  await signedIn(page);
  let answer;
  const asked = new Promise((resolve) => {
    page.context().route(/\/oauth2\/v2\.0\/logout\?/, async (route) => {
      resolve(new URL(route.request().url()));
      await new Promise((go) => { answer = go; });
      await route.continue();
    });
  });
  await timesSignOut(page);
  const gone = isGone(page);
  await signOut(page).click({ noWaitAfter: true });
  const query = (await asked).searchParams;
  expect(query.get('post_logout_redirect_uri')).toBe('http://localhost:18080/');
  expect(query.get('state')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  // Microsoft has not answered yet, and nothing shows any more who it was.
  report((await gone).text(), 'with a network');
  answer();
  await expect(signedOut(page)).toContainText('gone from this browser');
  await expect(signOut(page)).toHaveCount(0);
  await expect(signedOut(page)).not.toContainText('cannot tell');
  await expect(page).toHaveURL('http://localhost:18080/');
  await page.reload();
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(signedOut(page)).toHaveCount(0);
});

test('signing out without network leaves nothing either, and says that Microsoft could not be told', async ({ page, context }) => {
  await signedIn(page);
  const sent = (await cloud.requests()).length;
  await context.setOffline(true);
  await timesSignOut(page);
  const gone = isGone(page);
  await signOut(page).click();
  await expect(signedOut(page)).toContainText('Microsoft could not be told');
  await expect(signOut(page)).toHaveCount(0);
  report((await gone).text(), 'offline');
  await keepsNoSecret(page);
  expect((await cloud.requests()).length).toBe(sent);
  await context.setOffline(false);
});

for (const [name, back] of [
  ['oidcc-client-test-rp-init-logout-no-state', ''],
  ['oidcc-client-test-rp-init-logout-other-state', '?state=another'],
]) {
  test(`a way back from signing out that is not this one's is said: ${name}`, async ({ page }) => {
    await signedIn(page);
    await page.context().route(/\/oauth2\/v2\.0\/logout\?/, (route) => route.fulfill({ status: 302, headers: { location: `http://localhost:18080/${back}` } }));
    await signOut(page).click();
    await expect(signedOut(page)).toContainText('Luk cannot tell whether Microsoft has signed you out, too');
    await expect(signOut(page)).toHaveCount(0);
  });
}

test('an address that claims that somebody has signed out says nothing', async ({ page }) => {
  await page.goto('/?state=made-up');
  await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(signedOut(page)).toHaveCount(0);
});

const EXPLAINED = [
  ['English', 'The code, or the whole message', 'Explain it', {
    'AADSTS50011: The redirect URI does not match': "needs this site's address with signin/ at the end",
    9002326: 'move the redirect address to the platform Single-page application',
    AADSTS50194: 'must be for accounts in any organizational directory',
    AADSTS650057: 'add the permissions',
    AADSTS700016: 'check the client ID in config.json',
  }],
  ['Dansk', 'Koden eller hele meddelelsen', 'Forklar den', {
    'AADSTS50011: The redirect URI does not match': 'skal have dets adresse med signin/ til sidst',
    9002326: 'Flyt omdirigeringsadressen til platformen Enkeltsidet program',
    AADSTS50194: 'skal gælde konti i alle organisationsmapper',
    AADSTS650057: 'Tilføj de tilladelser',
    AADSTS700016: "kontrollere klient-id'et i config.json",
  }],
  ['Norsk bokmål', 'Koden eller hele meldingen', 'Forklar den', {
    'AADSTS50011: The redirect URI does not match': 'må ha adressen med signin/ til slutt',
    9002326: 'Flytt omadresseringen til plattformen Program med én side',
    AADSTS50194: 'må gjelde kontoer i alle organisasjonskataloger',
    AADSTS650057: 'Legg til tillatelsene',
    AADSTS700016: 'kontrollere klient-ID-en i config.json',
  }],
];
for (const [language, label, button, codes] of EXPLAINED) {
  test(`a pasted error code says which setting of the registration is wrong, in ${language}`, async ({ page }) => {
    await page.goto('/about/');
    await page.getByRole('combobox').selectOption({ label: language });
    for (const [code, setting] of Object.entries(codes)) {
      await page.getByLabel(label).fill(code);
      await page.getByRole('button', { name: button }).click();
      await expect(page.locator('.problem')).toContainText(setting);
      await expect(page.locator('.problem h2')).toBeInViewport();
      await page.locator('.problem summary').click();
      await expect(page.locator('.problem')).toContainText(`AADSTS${code.match(/\d+/)[0]}`);
    }
    expect(await cloud.requests(), 'nothing is asked of anybody').toEqual([]);
  });
}

/** Opens the tab in which an administrator consents for the organization, and signs in there. */
async function asksForConsent(page) {
  await page.goto('/about/');
  const link = page.getByRole('link', { name: /^Consent for the organization/ });
  await expect(link).toHaveAttribute('href', /\/organizations\/v2\.0\/adminconsent\?client_id=[0-9a-f-]{36}&scope=\S+&redirect_uri=http:\/\/localhost:18080\/&state=[0-9a-f]{64}$/);
  const tab = await opensWindow(page, link);
  // What comes back, before Luk takes it out of the address.
  tab.on('request', (request) => {
    if (request.isNavigationRequest() && request.url().includes('admin_consent=')) tab.answer = new URL(request.url());
  });
  await tab.getByLabel('Account').fill(ADMIN);
  await tab.getByLabel('Password').fill('practice');
  await tab.getByRole('button', { name: 'Sign in' }).click();
  const verify = tab.getByRole('button', { name: 'Verify' });
  const accept = tab.getByRole('button', { name: 'Accept' });
  await expect(verify.or(accept)).toBeVisible();
  if (await verify.isVisible()) await showsSecondFactor(tab);
  await expect(accept).toBeVisible();
  return tab;
}
const consented = (page) => page.getByRole('main').getByText(/has consented|has not consented/);

test('an administrator consents for the organization to all that Luk asks for, Azure included, and the way back says so once', async ({ page, context }) => {
  const tab = await asksForConsent(page);
  await tab.getByRole('button', { name: 'Accept' }).click();
  await expect(consented(tab)).toContainText('nobody in it is asked for these permissions any more');
  await expect(tab).toHaveURL('http://localhost:18080/');
  expect(tab.answer.searchParams.get('error')).toBe(null);
  const names = tab.answer.searchParams.get('scope').split(' ').map((scope) => scope.split('/').pop());
  expect(names).toContain('user_impersonation');
  expect(names).toContain('Directory.AccessAsUser.All');
  // The same address once more is nobody's answer.
  const other = await context.newPage();
  await other.goto(tab.answer.href);
  await expect(other.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(consented(other)).toHaveCount(0);
  await expect(other).toHaveURL('http://localhost:18080/');
});

const REFUSED = [
  ['English', 'Your organization has not consented.', 'You did not give the permissions'],
  ['Dansk', 'Din organisation har ikke givet samtykke.', 'Du gav ikke tilladelserne'],
  ['Norsk bokmål', 'Organisasjonen din har ikke gitt samtykke.', 'Du ga ikke tillatelsene'],
];
test('a consent that is declined is said with what its code means, in each language', async ({ page }) => {
  const tab = await asksForConsent(page);
  await tab.getByRole('button', { name: 'Decline' }).click();
  for (const [language, words, meaning] of REFUSED) {
    await tab.getByRole('combobox').selectOption({ label: language });
    await expect(tab.getByRole('main').getByText(words)).toBeVisible();
    await expect(tab.locator('.problem')).toContainText(meaning);
  }
  await expect(tab.locator('.problem code').first()).toHaveText('AADSTS65004');
  await expect(tab).toHaveURL('http://localhost:18080/');
});

test('an address that claims that somebody has consented, or not, says nothing and does not use up the answer that is awaited', async ({ page, context }) => {
  const tab = await asksForConsent(page);
  const forger = await context.newPage();
  for (const forged of ['admin_consent=True&state=made-up', 'admin_consent=True', 'admin_consent=True&error=access_denied&error_description=AADSTS65004&state=made-up', 'admin_consent=True&state=%3Cb%3E']) {
    await forger.goto(`/?${forged}`);
    await expect(forger.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(consented(forger)).toHaveCount(0);
    await expect(forger.locator('.problem')).toHaveCount(0);
    await expect(forger).toHaveURL('http://localhost:18080/');
  }
  await tab.getByRole('button', { name: 'Accept' }).click();
  await expect(consented(tab)).toBeVisible();
});

test('the page on registering Luk gives the steps and both scripts, and runs none itself', async ({ page }) => {
  await page.goto('/registration/');
  await expect(page.getByRole('heading', { name: 'Registering Luk' })).toBeVisible();
  await expect(page.getByText('Token configuration')).toBeVisible();
  await expect(page.getByText('az ad app create')).toBeVisible();
  await expect(page.getByText('New-MgApplication')).toBeVisible();
  expect(await page.locator('script').count()).toBe(0);
  await page.getByRole('link', { name: 'To the start page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Close a Microsoft 365 tenant' })).toBeVisible();
});
