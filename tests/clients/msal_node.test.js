// @azure/msal-node, as an app that is no web page: the authorization code flow with PKCE, silent tokens, another resource.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { CryptoProvider, InteractionRequiredAuthError } from '@azure/msal-node';
import { ARM, GRAPH, REDIRECT, cloud, nothingUnmodelled, signedIn, signsIn } from './support.js';

const ADMIN = 'admin@tiny.onmicrosoft.com';
const SCOPES = [`${GRAPH}/User.Read`];
beforeEach(() => cloud.reset('tiny'));

test('a code becomes an account and a token that Graph takes', async () => {
  const { app, result } = await signedIn(ADMIN, { scopes: SCOPES });
  const { tenant, users } = await cloud.state();
  const admin = users.find((user) => user.userPrincipalName === ADMIN);
  assert.equal(result.account.username, ADMIN);
  assert.equal(result.account.tenantId, tenant.id);
  assert.equal(result.account.homeAccountId, `${admin.id}.${tenant.id}`);
  const me = await fetch(`${GRAPH}/v1.0/me`, { headers: { authorization: `Bearer ${result.accessToken}` } });
  assert.equal((await me.json()).id, admin.id);
  assert.equal((await app.getTokenCache().getAllAccounts()).length, 1);
  await nothingUnmodelled();
});

test('a token that was got is taken from the cache, and a fresh one by the refresh token', async () => {
  for (const scopes of [SCOPES, ['User.Read']]) {
    const { app, result } = await signedIn(ADMIN, { scopes });
    const asked = (await cloud.requests()).length;
    const cached = await app.acquireTokenSilent({ account: result.account, scopes });
    assert.equal(cached.fromCache, true);
    assert.equal(cached.accessToken, result.accessToken);
    assert.equal((await cloud.requests()).length, asked, 'nothing was asked for');
    const fresh = await app.acquireTokenSilent({ account: result.account, scopes, forceRefresh: true });
    assert.equal(fresh.fromCache, false);
    assert.notEqual(fresh.accessToken, result.accessToken);
  }
  await nothingUnmodelled();
});

test('one sign-in gives a token of Azure, too, once it is consented to', async () => {
  const { app, result } = await signedIn(ADMIN, { scopes: SCOPES, extraScopesToConsent: [`${ARM}/user_impersonation`] });
  const azure = await app.acquireTokenSilent({ account: result.account, scopes: [`${ARM}/user_impersonation`] });
  const answer = await fetch(`${ARM}/subscriptions?api-version=2022-12-01`, { headers: { authorization: `Bearer ${azure.accessToken}` } });
  assert.equal(answer.status, 200);
  const wrong = await fetch(`${GRAPH}/v1.0/me`, { headers: { authorization: `Bearer ${azure.accessToken}` } });
  assert.equal(wrong.status, 401);
  await nothingUnmodelled();
});

test('without consent a silent token says that a person is needed', async () => {
  const { app, result } = await signedIn(ADMIN, { scopes: SCOPES });
  await assert.rejects(app.acquireTokenSilent({ account: result.account, scopes: [`${ARM}/user_impersonation`] }), (error) => {
    assert.ok(error instanceof InteractionRequiredAuthError, String(error));
    assert.match(error.errorMessage, /AADSTS65001/);
    return true;
  });
});

test('after a revocation the refresh token is refused', async () => {
  const { app, result } = await signedIn(ADMIN, { scopes: SCOPES });
  await cloud.revokeSessions();
  await assert.rejects(app.acquireTokenSilent({ account: result.account, scopes: SCOPES, forceRefresh: true }), /AADSTS50173/);
});

test('a code works once, and only with its verifier', async () => {
  const { app, code, verifier } = await signedIn(ADMIN, { scopes: SCOPES });
  const again = app.acquireTokenByCode({ scopes: SCOPES, redirectUri: REDIRECT, code, codeVerifier: verifier });
  await assert.rejects(again, /AADSTS54005/);
  const address = await app.getAuthCodeUrl({ scopes: SCOPES, redirectUri: REDIRECT, codeChallenge: (await new CryptoProvider().generatePkceCodes()).challenge, codeChallengeMethod: 'S256', responseMode: 'query' });
  const back = await signsIn(address, ADMIN);
  const stolen = app.acquireTokenByCode({ scopes: SCOPES, redirectUri: REDIRECT, code: back.searchParams.get('code'), codeVerifier: verifier });
  await assert.rejects(stolen, /AADSTS501481/);
});

test('the tenant can be named by its id and by its domain', async () => {
  const { tenant } = await cloud.state();
  for (const name of [tenant.id, 'tiny.onmicrosoft.com']) {
    const { result } = await signedIn(ADMIN, { scopes: SCOPES, authority: `https://login.microsoftonline.com/${name}` });
    assert.equal(result.tenantId, tenant.id);
  }
  await nothingUnmodelled();
});
