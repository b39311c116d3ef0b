// node oidc-provider, an OpenID provider that is certified and that nobody of Luk's has written, behind Entra's addresses.
// What stands before it only renames: `organizations` and its templated issuer, `.default`, and `select_account`, which are
// Entra's own. Refresh tokens rotate, and a used one ends its grant: stricter than Entra.
import { createServer } from 'node:http';
import { Readable } from 'node:stream';

import Provider from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';

import { GRAPH, PERSON, TENANT, end } from './graph.js';
import { CLIENT, LOGIN, SITE } from './site.js';

const SCOPES = ['User.Read', 'Directory.Read.All', 'Policy.Read.All', 'User.ReadWrite.All', 'Directory.AccessAsUser.All'];

/** Starts it. `issued` holds every token, code and key of a session that it has given out. */
export async function startCertified() {
  const issued = { access: new Set(), refresh: new Set(), identity: new Set() };
  const happened = { refreshed: 0, revoked: 0, signedOut: 0 };
  // How long the client is told that an access token lives. Nothing: each use asks for a new one.
  const told = { seconds: 3600 };
  const scopes = SCOPES.map((name) => `${GRAPH}/${name}`);
  // By itself it keeps the last thousand things and forgets the tokens of a client that others have overtaken.
  const kept = new Map();
  const provider = new Provider(`${LOGIN}/${TENANT}/v2.0`, {
    adapter: (model) => new MemoryAdapter(model, kept),
    clients: [{
      client_id: CLIENT,
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${SITE}/signin/`],
      post_logout_redirect_uris: [`${SITE}/`],
    }],
    scopes: ['openid', 'profile', 'offline_access', ...scopes],
    claims: { openid: ['sub', 'tid', 'oid'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { claimsParameter: { enabled: true }, devInteractions: { enabled: true } },
    clientBasedCORS: (_context, origin) => origin === SITE,
    rotateRefreshToken: true,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, tid: TENANT, oid: PERSON, name: 'Ada', preferred_username: 'ada@provider.example' }),
    }),
    cookies: { keys: ['only for tests on this machine'] },
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      end_session: '/oauth2/v2.0/logout',
      jwks: '/discovery/v2.0/keys',
    },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 86_400, IdToken: 3600, Interaction: 600, RefreshToken: 86_400, Session: 86_400 },
  });
  provider.on('grant.revoked', () => { happened.revoked += 1; });
  provider.on('end_session.success', () => { happened.signedOut += 1; });
  const certified = provider.callback();

  const server = createServer(async (request, response) => {
    const address = new URL(request.url, LOGIN);
    const [, tenant] = address.pathname.split('/');
    let path = address.pathname.slice(tenant.length + 1);
    if (!path) return response.writeHead(404).end();
    if (path === '/v2.0/.well-known/openid-configuration') {
      path = '/.well-known/openid-configuration';
      if (tenant === 'organizations') return forEverybody(response);
    }
    if (path === '/oauth2/v2.0/authorize' && address.searchParams.get('prompt') === 'select_account') {
      address.searchParams.set('prompt', 'login');
    }
    const body = request.method === 'POST' ? await read(request) : '';
    const form = new URLSearchParams(body);
    const refreshes = path === '/oauth2/v2.0/token' && form.get('grant_type') === 'refresh_token' && form.has('refresh_token');
    if (refreshes) form.delete('scope');
    if (path === '/oauth2/v2.0/token' && request.method === 'POST') note(response, refreshes);
    if (!path.startsWith('/oauth2/v2.0/token')) keepToThisMachine(response);
    const sent = refreshes ? form.toString() : body;
    const forward = Object.assign(Readable.from(sent ? [Buffer.from(sent)] : []), {
      method: request.method,
      headers: { ...request.headers, ...(sent && { 'content-length': String(Buffer.byteLength(sent)) }) },
      socket: request.socket,
      httpVersion: request.httpVersion,
      url: path + address.search,
      originalUrl: `/${TENANT}${path}${address.search}`,
    });
    certified(forward, response);
  });

  function forEverybody(response) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
    response.end(JSON.stringify({
      issuer: `${LOGIN}/{tenantid}/v2.0`,
      jwks_uri: `${LOGIN}/${TENANT}/discovery/v2.0/keys`,
      authorization_response_iss_parameter_supported: true,
    }));
  }

  /** Takes down what the token endpoint gives, and tells the client how long to believe in it. */
  function note(response, refreshes) {
    const original = response.end.bind(response);
    response.end = (text, ...rest) => {
      if (response.statusCode !== 200 || !text) return original(text, ...rest);
      const answer = JSON.parse(text);
      issued.access.add(answer.access_token);
      issued.refresh.add(answer.refresh_token);
      issued.identity.add(answer.id_token);
      if (refreshes) happened.refreshed += 1;
      const changed = JSON.stringify({ ...answer, expires_in: told.seconds });
      response.setHeader('Content-Length', Buffer.byteLength(changed));
      return original(changed, ...rest);
    };
  }

  /** The provider's pages for development ask for a font from elsewhere: without it they work as well. */
  function keepToThisMachine(response) {
    const original = response.end.bind(response);
    response.end = (text, ...rest) => {
      if (typeof text !== 'string' || !text.includes('@import')) return original(text, ...rest);
      const changed = text.replace(/@import url\([^)]*\);/g, '');
      response.setHeader('Content-Length', Buffer.byteLength(changed));
      return original(changed, ...rest);
    };
  }

  await new Promise((resolve) => server.listen(18091, 'localhost', resolve));
  return { issued, happened, told, end: () => end(server) };
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
