// A provider that answers as Entra would, but for what a test tells it to do otherwise. It signs with a key of its own, which
// its key set shows; nothing of it is Luk's.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

import { GRAPH, PERSON, TENANT, end } from './graph.js';
import { CLIENT, LOGIN } from './site.js';

const base64url = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = pair();
const foreign = pair();

/** What the honest provider does; a test changes parts of it. Each is given what it would otherwise be. */
const honest = {
  discovery: (document) => document,
  keys: (set) => set,
  callback: (parameters) => parameters,
  header: (header) => header,
  claims: (claims) => claims,
  signedBy: 'own',
  token: (token) => token,
  answer: (answer) => answer,
  renewed: (claims) => claims,
  logout: (parameters) => parameters,
};

/** Starts it. `lies` is what it does otherwise, `seen` what it was asked. */
export async function startEvil() {
  const provider = { lies: {}, seen: [], issued: new Set(), redirects: [], end: () => end(server) };
  const doing = (name) => provider.lies[name] ?? honest[name];
  const codes = new Map();
  const refreshes = new Map();
  /** The provider's clock, in milliseconds; `clock` says how far it is off. */
  const clock = () => Date.now() + (provider.lies.clock ?? 0);

  function idToken(asked, changed) {
    const now = Math.floor(clock() / 1000);
    const header = doing('header')({ typ: 'JWT', alg: 'RS256', kid: 'own' });
    const claims = doing(changed)({
      iss: `${LOGIN}/${TENANT}/v2.0`, aud: CLIENT, sub: 'ada', tid: TENANT, oid: PERSON, name: 'Ada', preferred_username: 'ada@provider.example',
      nonce: asked.nonce, iat: now, nbf: now, exp: now + 3600, auth_time: now,
    });
    const message = `${base64url(header)}.${base64url(claims)}`;
    const { privateKey } = doing('signedBy') === 'own' ? own : foreign;
    return doing('token')(`${message}.${createSign('RSA-SHA256').update(message).sign(privateKey).toString('base64url')}`);
  }

  const server = createServer(async (request, response) => {
    const address = new URL(request.url, LOGIN);
    const [, tenant, ...rest] = address.pathname.split('/');
    const path = rest.join('/');
    response.setHeader('Access-Control-Allow-Origin', '*');
    const json = (value, status = 200) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
    provider.seen.push(`${request.method} ${path}`);
    if (path === 'v2.0/.well-known/openid-configuration') {
      return json(doing('discovery')({
        issuer: `${LOGIN}/${tenant === 'organizations' ? '{tenantid}' : tenant}/v2.0`,
        jwks_uri: `${LOGIN}/${tenant}/discovery/v2.0/keys`,
        authorization_endpoint: `${LOGIN}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${LOGIN}/${tenant}/oauth2/v2.0/token`,
      }));
    }
    if (path === 'discovery/v2.0/keys') {
      return json(doing('keys')({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'own' }] }));
    }
    if (path === 'oauth2/v2.0/authorize') {
      const asked = Object.fromEntries(address.searchParams);
      const code = randomBytes(16).toString('hex');
      codes.set(code, asked);
      const answer = doing('callback')({ code, state: asked.state });
      const text = typeof answer === 'string' ? answer : new URLSearchParams(answer).toString();
      provider.redirects.push(`${asked.redirect_uri}#${text}`);
      return response.writeHead(302, { Location: `${asked.redirect_uri}#${text}` }).end();
    }
    if (path === 'oauth2/v2.0/token') {
      const parts = [];
      for await (const part of request) parts.push(part);
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const renews = form.get('grant_type') === 'refresh_token';
      const asked = renews ? refreshes.get(form.get('refresh_token')) : codes.get(form.get('code'));
      const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      if (!asked || (!renews && challenge !== asked.code_challenge)) {
        const timestamp = new Date(clock()).toISOString().replace('T', ' ').replace(/\.\d+Z/, 'Z');
        return json({ error: 'invalid_grant', error_description: 'AADSTS70000', error_codes: [70000], timestamp }, 400);
      }
      const secrets = { access_token: `access-${randomBytes(24).toString('hex')}`, refresh_token: `refresh-${randomBytes(24).toString('hex')}`, id_token: idToken(renews ? { ...asked, nonce: undefined } : asked, renews ? 'renewed' : 'claims') };
      refreshes.set(secrets.refresh_token, asked);
      Object.values(secrets).forEach((secret) => provider.issued.add(secret));
      const scope = asked.scope.split(' ').filter((one) => one.startsWith(GRAPH)).join(' ');
      return json(doing('answer')({ token_type: 'Bearer', expires_in: 3600, scope, ...secrets }));
    }
    if (path === 'oauth2/v2.0/logout') {
      const back = new URLSearchParams(doing('logout')({ state: address.searchParams.get('state') }));
      return response.writeHead(302, { Location: `${address.searchParams.get('post_logout_redirect_uri')}?${back}` }).end();
    }
    response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(18091, 'localhost', resolve));
  return provider;
}

/** The key that is not the provider's, as a key set shows it. */
export const foreignKey = { ...foreign.publicKey.export({ format: 'jwk' }), use: 'sig' };
