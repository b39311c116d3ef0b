// Luk against a provider that means harm: whatever it answers, nobody is signed in who is not proven, and each lie has its
// own name. The names in brackets are those of the OpenID conformance suite's modules.
import { createHash } from 'node:crypto';

import { expect, looksFor, opensWindow, openTask, test, waiveExport } from './support.js';
import { foreignKey, startEvil } from './providers/evil.js';
import { TENANT, startGraph } from './providers/graph.js';
import { LOGIN, SITE, startSite } from './providers/site.js';

const OTHER = '99999999-8888-4777-8666-555544443333';

let provider;
let graph;
let endSite;

test.beforeAll(async () => {
  provider = await startEvil();
  graph = await startGraph((token) => provider.issued.has(token));
  endSite = await startSite();
});
test.afterAll(async () => {
  await endSite?.();
  await graph?.end();
  await provider?.end();
});
test.beforeEach(() => {
  provider.lies = {};
  provider.seen.length = 0;
  graph.seen.length = 0;
});

const begin = async (page) => {
  await page.goto(`${SITE}/`);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
};
const read = (page) => page.getByRole('main').getByText(/^Last read on/);
const signsIn = async (page) => {
  await begin(page);
  await expect(read(page)).toBeVisible();
};
const signsInNobody = async (page, reason) => {
  await begin(page);
  await expect(page.locator('.problem')).toContainText(reason);
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
  expect(graph.seen).toEqual([]);
  expect(await page.evaluate(() => location.hash + location.search)).toBe('');
  await looksFor(page, [...provider.issued]);
};
const claiming = (changes) => ({ claims: (claims) => ({ ...claims, ...changes }) });
const now = () => Math.floor(Date.now() / 1000);
const unsigned = (token) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
const damaged = (token) => token.slice(0, -8) + (token.at(-8) === 'A' ? 'B' : 'A') + token.slice(-7);

const lies = {
  'oidcc-client-test-invalid-iss': [() => claiming({ iss: `https://elsewhere.example/${TENANT}/v2.0` }), 'has another issuer'],
  'oidcc-client-test-missing-sub': [() => claiming({ sub: undefined }), 'no or another subject'],
  'oidcc-client-test-invalid-aud': [() => claiming({ aud: OTHER }), 'for another client'],
  'oidcc-client-test-missing-aud': [() => claiming({ aud: undefined }), 'for another client'],
  'oidcc-client-test-missing-iat': [() => claiming({ iat: undefined }), 'does not say when it is valid'],
  'oidcc-client-test-kid-absent-multiple-jwks': [() => ({
    header: ({ kid: _, ...header }) => header,
    keys: (set) => ({ keys: [...set.keys, { ...foreignKey, kid: 'foreign' }] }),
  }), 'does not say which key'],
  'oidcc-client-test-idtoken-sig-none': [() => ({ token: unsigned }), 'not signed with RS256'],
  'oidcc-client-test-invalid-sig-rs256': [() => ({ token: damaged }), 'signature does not hold'],
  'oidcc-client-test-nonce-invalid': [() => claiming({ nonce: 'another' }), 'from another sign-in'],
  'oidcc-client-test-discovery-issuer-mismatch': [() => ({ discovery: (document) => ({ ...document, issuer: 'https://elsewhere.example/{tenantid}/v2.0' }) }), 'the discovery document is not this issuer'],
  'discovery with keys elsewhere': [() => ({ discovery: (document) => ({ ...document, jwks_uri: 'https://elsewhere.example/keys' }) }), 'the discovery document is not this issuer'],
  'invalid-missing-exp': [() => claiming({ exp: undefined }), 'does not say when it is valid'],
  'invalid-missing-iss': [() => claiming({ iss: undefined }), 'has another issuer'],
  'invalid-missing-nonce': [() => claiming({ nonce: undefined }), 'from another sign-in'],
  'invalid-expired-exp': [() => claiming({ exp: now() - 3600 }), 'has expired'],
  'iat-is-week-in-past': [() => claiming({ iat: now() - 7 * 86_400 }), 'issued too long ago'],
  'invalid-secondary-aud': [() => ({ claims: (claims) => ({ ...claims, aud: [claims.aud, OTHER] }) }), 'for another client'],
  'invalid-null-alg': [() => ({ header: (header) => ({ ...header, alg: null }) }), 'not signed with RS256'],
  'invalid-alternate-alg': [() => ({ header: (header) => ({ ...header, alg: 'HS256' }) }), 'not signed with RS256'],
  'invalid-authorization-response-iss': [() => ({ callback: (answer) => ({ ...answer, iss: 'https://elsewhere.example' }) }), 'the callback has another issuer'],
  'remove-authorization-response-iss': [() => ({ discovery: (document) => ({ ...document, authorization_response_iss_parameter_supported: true }) }), 'the callback names no issuer'],
  'signed by a foreign key under the right name': [() => ({ signedBy: 'foreign' }), 'signature does not hold'],
  'signed by a key that is not shown': [() => ({ signedBy: 'foreign', header: (header) => ({ ...header, kid: 'foreign' }) }), 'unknown key'],
  'another party': [() => claiming({ azp: OTHER }), 'another client'],
  'no tenant': [() => claiming({ tid: undefined }), 'names no tenant'],
  'no person': [() => claiming({ oid: undefined }), 'names no or another person'],
  'no id_token': [() => ({ answer: ({ id_token: _, ...answer }) => answer }), 'there is no id_token'],
};
for (const [name, [lie, reason]] of Object.entries(lies)) {
  test(`nobody is signed in by: ${name}`, async ({ page }) => {
    page.expected.push(/status of 400/);
    provider.lies = lie();
    await signsInNobody(page, reason);
  });
}

const strange = {
  'oidcc-client-test-kid-absent-single-jwks': () => ({ header: ({ kid: _, ...header }) => header }),
  'oidcc-client-test-signing-key-rotation-just-before-signing': () => {
    let shown = 0;
    return {
      signedBy: 'foreign',
      header: (header) => ({ ...header, kid: 'new' }),
      keys: (set) => (shown++ === 0 ? set : { keys: [...set.keys, { ...foreignKey, kid: 'new' }] }),
    };
  },
  'valid-aud-as-array': () => ({ claims: (claims) => ({ ...claims, aud: [claims.aud] }) }),
  'token-type-case-insensitivity': () => ({ answer: (answer) => ({ ...answer, token_type: 'bEARER' }) }),
  'token-endpoint-response-without-expires_in': () => ({ answer: ({ expires_in: _, ...answer }) => answer }),
  'no-scope-in-token-endpoint-response': () => ({ answer: ({ scope: _, ...answer }) => answer }),
  '10,000 keys': () => ({
    keys: (set) => ({ keys: [...Array.from({ length: 9_999 }, (_, number) => ({ ...foreignKey, kid: `key ${number}` })), ...set.keys] }),
  }),
};
for (const [name, oddity] of Object.entries(strange)) {
  test(`an honest sign-in holds with: ${name}`, async ({ page }) => {
    provider.lies = oddity();
    await signsIn(page);
  });
}

const unreadable = {
  'a parameter twice': ({ code, state }) => `code=${code}&code=${code}&state=${state}`,
  '64 KB': ({ code, state }) => `code=${code}&state=${state}&more=${'a'.repeat(65_536)}`,
  'bytes that are no UTF-8': ({ code, state }) => `code=%ff%fe${code}&state=${state}`,
  'another state (ensure-authorization-response-with-invalid-state-fails)': ({ code }) => `code=${code}&state=another`,
  'no state (ensure-authorization-response-with-invalid-missing-state-fails)': ({ code }) => `code=${code}`,
  'a code and an error': ({ code, state }) => `code=${code}&error=access_denied&state=${state}`,
};
for (const [name, callback] of Object.entries(unreadable)) {
  test(`a callback is refused, and its code goes nowhere, with: ${name}`, async ({ page }) => {
    provider.lies = { callback };
    await begin(page);
    await expect(page.locator('.problem')).toBeVisible();
    expect(provider.seen).not.toContain('POST oauth2/v2.0/token');
    await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
  });
}

test('HTML in a refusal is text at most', async ({ page }) => {
  provider.lies = { callback: ({ state }) => ({ state, error: '<img src=x onerror=alert(1)>', error_description: '<script>alert(1)</script>' }) };
  await begin(page);
  await expect(page.locator('.problem')).toBeVisible();
  await expect(page.locator('.problem img, .problem script')).toHaveCount(0);
});

test('a right answer works once: not replayed, not from a bookmark, not in another tab', async ({ page, context }) => {
  await signsIn(page);
  const answer = provider.redirects.at(-1);
  const tokens = provider.seen.filter((one) => one === 'POST oauth2/v2.0/token').length;
  const tab = await context.newPage();
  for (const one of [tab, page]) {
    await one.goto('about:blank');
    await one.goto(answer);
    await expect(one.locator('.problem')).toBeVisible();
    await expect(one.getByRole('banner').getByText('Sign out')).toHaveCount(0);
    expect(await one.evaluate(() => location.href)).toBe(`${SITE}/signin/`);
  }
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
  expect(provider.seen.filter((one) => one === 'POST oauth2/v2.0/token').length).toBe(tokens);
});

const renewals = {
  'oidcc-client-test-refresh-token': [(claims) => claims, null],
  'oidcc-client-test-refresh-token-invalid-issuer': [(claims) => ({ ...claims, iss: `https://elsewhere.example/${TENANT}/v2.0` }), 'has another issuer'],
  'oidcc-client-test-refresh-token-invalid-sub': [(claims) => ({ ...claims, sub: 'another' }), 'no or another subject'],
};
for (const [name, [renewed, reason]] of Object.entries(renewals)) {
  test(`a renewed token is ${reason ? 'refused' : 'taken'}: ${name}`, async ({ page }) => {
    provider.lies = { renewed, answer: (answer) => ({ ...answer, expires_in: 0 }) };
    await begin(page);
    if (reason) {
      await expect(page.locator('.problem')).toContainText(reason);
      await expect(read(page)).toHaveCount(0);
      expect(graph.seen).toEqual([]);
    } else {
      await expect(read(page)).toBeVisible();
      expect(provider.seen.filter((one) => one === 'POST oauth2/v2.0/token').length).toBeGreaterThan(1);
    }
    await looksFor(page, [...provider.issued]);
  });
}

test('what Graph says of another person than the one who signed in is not used: oidcc-client-test-userinfo-invalid-sub', async ({ page }) => {
  await page.context().route(/\/v1\.0\/me(\?|$)/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), id: OTHER } });
  });
  await begin(page);
  await expect(page.locator('.problem')).toContainText('names no or another person');
  await expect(read(page)).toHaveCount(0);
});

const ways = {
  'oidcc-client-test-rp-init-logout': [(answer) => answer, null],
  'oidcc-client-test-rp-init-logout-no-state': [() => ({}), 'cannot tell'],
  'oidcc-client-test-rp-init-logout-other-state': [() => ({ state: 'another' }), 'cannot tell'],
};
for (const [name, [logout, doubt]] of Object.entries(ways)) {
  test(`signing out leaves nobody signed in here, and what comes back is checked: ${name}`, async ({ page }) => {
    await signsIn(page);
    provider.lies = { logout };
    await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    const said = page.getByRole('main').getByRole('status').filter({ hasText: 'You are signed out' });
    await expect(said).toBeVisible();
    expect((await said.textContent()).includes(doubt ?? 'cannot tell')).toBe(doubt !== null);
    await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
    await looksFor(page, [...provider.issued]);
  });
}

test('who comes back silently to a closing is refused as another tenant’s', async ({ page }) => {
  await signsIn(page);
  await page.reload();
  provider.lies = claiming({ tid: OTHER, iss: `${LOGIN}/${OTHER}/v2.0` });
  const asked = page.waitForRequest(/prompt=none/);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await asked;
  await expect(page.locator('.problem')).toContainText('another tenant');
  await expect(page.getByRole('banner').getByText('Sign out')).toHaveCount(0);
});

test('a clock that is a year off gives the right result', async ({ page }) => {
  page.expected.push(/status of 400/);
  for (const years of [-1, 1]) {
    provider.lies = { clock: years * 365 * 86_400_000 };
    await signsIn(page);
  }
});

/** What a step-up must not be: stale, another person's, another tenant's. */
const imposters = {
  'a proof that is an hour old': [() => ({ auth_time: now() - 3600 }), 'was not asked again'],
  'another person': [() => ({ oid: OTHER }), 'another administrator'],
  'another tenant': [() => ({ tid: OTHER, iss: `${LOGIN}/${OTHER}/v2.0` }), 'another tenant'],
  'another nonce': [() => ({ nonce: 'another' }), 'from another sign-in'],
  'a callback of another issuer': [() => ({}), 'the callback has another issuer', (answer) => ({ ...answer, iss: 'https://elsewhere.example' })],
};
for (const [name, [claims, reason, callback]] of Object.entries(imposters)) {
  test(`nothing may be deleted after a step-up with ${name}`, async ({ page }) => {
    page.expected.push(/status of 400/);
    await signsIn(page);
    await waiveExport(page);
    await openTask(page, 'Delete users');
    await page.getByRole('button', { name: 'Make the plan' }).click();
    provider.lies = { ...claiming(claims()), ...(callback && { callback }) };
    await opensWindow(page, page.getByRole('button', { name: 'Show that it is you' }));
    await expect(page.locator('.problem')).toContainText(reason);
    await expect(page.getByRole('button', { name: 'Show that it is you' })).toBeVisible();
    await expect(page.getByLabel("Type the tenant's initial domain")).toHaveCount(0);
    await expect(page.getByRole('banner').getByText('Ada')).toBeVisible();
    expect(graph.seen.filter((one) => !one.startsWith('GET ') && !one.endsWith('/$batch'))).toEqual([]);
  });
}

test('a callback in a frame is refused where a host sends no headers, too', async ({ page, context }) => {
  await context.route(`${SITE}/signin/`, async (route) => {
    const answer = await route.fetch();
    const headers = answer.headers();
    delete headers['content-security-policy'];
    delete headers['x-frame-options'];
    delete headers['cross-origin-resource-policy'];
    await route.fulfill({ response: answer, headers });
  });
  await context.route(`${LOGIN}/framer`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Framer</title>' }));
  await page.goto(`${LOGIN}/framer`);
  await page.setContent(`<iframe src="${SITE}/signin/#code=a&state=b" width="800" height="600"></iframe>`);
  await expect(page.frameLocator('iframe').getByRole('heading', { name: 'Luk does not run inside another page' })).toBeVisible();
  expect(provider.seen).not.toContain('POST oauth2/v2.0/token');
});

test('verifier, state and nonce are 256 bits from the browser’s generator, and none of them twice', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => {
    if (request.url().includes('/authorize?')) asked.push(new URL(request.url()).searchParams);
  });
  await signsIn(page);
  const left = page.waitForRequest(/\/logout\?/);
  await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
  await left;
  await expect(page).toHaveURL(`${SITE}/`);
  await signsIn(page);
  const secrets = asked.flatMap((query) => [query.get('state'), query.get('nonce'), query.get('code_challenge')]);
  expect(secrets).toHaveLength(6);
  expect(new Set(secrets).size).toBe(6);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('state, nonce and verifier are each 32 bytes of the browser’s generator, and nothing else', async ({ page }) => {
  await page.goto(`${SITE}/`);
  const button = page.getByRole('main').getByRole('button', { name: 'Sign in' });
  await expect(button).toBeEnabled();
  await page.workers()[0].evaluate(() => {
    let asked = 0;
    crypto.getRandomValues = (bytes) => {
      asked += 1;
      return bytes.fill(asked);
    };
  });
  const left = page.waitForRequest(/\/authorize\?/);
  await button.click();
  const query = new URL((await left).url()).searchParams;
  const random = [1, 2, 3].map((number) => Buffer.alloc(32, number).toString('base64url'));
  const challenge = createHash('sha256').update(random[2]).digest('base64url');
  expect([query.get('state'), query.get('nonce'), query.get('code_challenge')]).toEqual([random[0], random[1], challenge]);
  await expect(read(page)).toBeVisible();
});
