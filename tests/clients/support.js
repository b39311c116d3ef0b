// What the tests share: the practice cloud as it was started, its control, and a person who signs in without a browser.
import assert from 'node:assert/strict';
import { CryptoProvider, PublicClientApplication } from '@azure/msal-node';

export const { clientId, origins, page, tls } = JSON.parse(process.env.LUK_CLIENTS);
/** Registered without a port: a native app on this machine may choose one anew each time. */
export const REDIRECT = 'http://localhost:28099/';
export const AUTHORITY = 'https://login.microsoftonline.com/organizations';
export const GRAPH = 'https://graph.microsoft.com';
export const ARM = 'https://management.azure.com';

async function control(path, options) {
  const answer = await fetch(`${origins.control}${path}`, options);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer;
}

const post = (path, body) => control(path, { method: 'POST', body: JSON.stringify(body) });
const get = async (path) => (await control(path)).json();

/** The practice cloud's control origin. */
export const cloud = {
  reset: (tenant) => post('/reset', { tenant }),
  fault: (...faults) => post('/faults', faults),
  revokeSessions: () => post('/revoke-sessions', {}),
  expireTokens: () => post('/expire-tokens', {}),
  state: () => get('/state'),
  requests: () => get('/requests'),
  unmodelled: () => get('/unmodelled'),
};

/** Every request was one that the model knows, but for the icon that a browser looks for on the sign-in page. */
export async function nothingUnmodelled() {
  const all = (await cloud.unmodelled()).filter((one) => !one.url.endsWith('/favicon.ico'));
  assert.deepEqual(all.map((one) => `${one.method} ${one.url}`), []);
}

/** The fields that a form holds already, and where it goes. */
function form(html) {
  const unescape = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  const action = /<form[^>]* action="([^"]*)"/.exec(html);
  if (!action) return undefined;
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, unescape(value)]);
  return { action: unescape(action[1]), fields: Object.fromEntries(fields) };
}

/**
 * Signs in as a person would, page by page, with plain requests: account and password, the second factor where it is asked
 * for, and consent. Gives the address that the app is sent back to.
 */
export async function signsIn(address, account, password = 'practice') {
  const cookies = new Map();
  let request = { url: new URL(address), method: 'GET' };
  for (let step = 0; step < 10; step += 1) {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = await fetch(request.url, { method: request.method, body: request.body, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]*)=([^;]*)/.exec(cookie);
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location) {
      const url = new URL(location, request.url);
      if (url.origin !== request.url.origin) return url;
      request = { url, method: 'GET' };
      continue;
    }
    const html = await answer.text();
    const next = form(html);
    assert.ok(next, `a page without a form: ${html}`);
    const fills = { account, password, code: '123456', decision: 'accept' };
    const shown = Object.entries(fills).filter(([name]) => html.includes(`name="${name}"`));
    const fields = { ...next.fields, ...Object.fromEntries(shown) };
    request = { url: new URL(next.action, request.url), method: 'POST', body: new URLSearchParams(fields) };
  }
  throw new Error('the sign-in leads nowhere');
}

/** Signs in with a fresh MSAL; gives it with what it got, and with what it redeemed. */
export async function signedIn(account, { scopes, authority = AUTHORITY, ...more }) {
  const app = new PublicClientApplication({ auth: { clientId, authority } });
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const request = { scopes, redirectUri: REDIRECT, ...more };
  const address = await app.getAuthCodeUrl({ ...request, codeChallenge: challenge, codeChallengeMethod: 'S256', responseMode: 'query', state: 'kept' });
  const back = await signsIn(address, account);
  assert.equal(back.searchParams.get('state'), 'kept');
  const code = back.searchParams.get('code');
  assert.ok(code, back.href);
  return { app, result: await app.acquireTokenByCode({ ...request, code, codeVerifier: verifier }), code, verifier };
}
