// As much of Microsoft Graph as a sign-in needs to be seen to work: one tenant with one person in it. Takes whatever token
// the provider of the test has issued, and no other.
import { createServer } from 'node:http';

export const TENANT = '3b7a5c1e-9f02-4d6b-8c55-2a1d0e9f7b64';
export const PERSON = '7d1f2e3a-4b5c-4d7e-8f90-a1b2c3d4e5f6';
export const GRAPH = 'http://localhost:18092';

const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

const me = { id: PERSON, displayName: 'Ada', userPrincipalName: 'ada@provider.example', userType: 'Member', accountEnabled: true };
const other = { ...me, id: '11111111-2222-4333-8444-555555555555', displayName: 'Bo', userPrincipalName: 'bo@provider.example' };
const answers = {
  '/v1.0/organization': { value: [{ id: TENANT, displayName: 'Provider', verifiedDomains: [{ name: 'provider.example', isInitial: true }] }] },
  '/v1.0/me': me,
  '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole': { value: [{ id: PERSON, roleTemplateId: GLOBAL_ADMINISTRATOR, displayName: 'Global Administrator' }] },
  '/v1.0/users': { value: [me, other] },
};

/** Starts it. `issued` says whether a token is one; `seen` holds each request's method and path. */
export async function startGraph(issued) {
  const seen = [];
  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*, authorization');
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE');
    response.setHeader('Access-Control-Max-Age', '600');
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const { pathname } = new URL(request.url, GRAPH);
    seen.push(`${request.method} ${pathname}`);
    const known = issued(request.headers.authorization?.replace('Bearer ', ''));
    let body = answers[pathname] ?? (request.method === 'GET' ? { value: [] } : undefined);
    if (pathname.endsWith('/$batch')) body = await batch(request);
    response.setHeader('Content-Type', 'application/json');
    if (!known) return response.writeHead(401).end('{"error":{"code":"InvalidAuthenticationToken","message":""}}');
    if (!body) return response.writeHead(403).end('{"error":{"code":"Authorization_RequestDenied","message":""}}');
    response.end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(18092, 'localhost', resolve));
  return { seen, end: () => end(server) };
}

/** Only the states of multifactor authentication are asked for in batches here. */
async function batch(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { requests } = JSON.parse(Buffer.concat(parts));
  return { responses: requests.map(({ id }) => ({ id, status: 200, headers: {}, body: { perUserMfaState: 'disabled' } })) };
}

/** Ends a server with its open connections. */
export function end(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}
