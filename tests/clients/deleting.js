// The Microsoft Graph JavaScript SDK deletes everybody but the administrator, with its own retry handler as it comes: one by
// one, or in batches of twenty, four requests in flight either way. No test: `cargo xtask bench` holds Luk beside it
// (tests/e2e/bench/side_by_side.bench.js). Prints whose deletion the SDK reported as done, and when it began and ended.
import { createHash, randomBytes } from 'node:crypto';
import { BatchRequestContent, Client, HTTPMessageHandler, RedirectHandler, RetryHandler, TelemetryHandler } from '@microsoft/microsoft-graph-client';
import { clientId, origins, page, signsIn } from './support.js';

const IN_FLIGHT = 4;
const BATCH = 20;
const [account, way] = process.argv.slice(2);

/** Signs in as a page does, with PKCE, and gives the access token. */
async function signIn() {
  const verifier = randomBytes(32).toString('base64url');
  const redirect = `${page}/signin/`;
  const scope = 'openid User.ReadWrite.All Directory.Read.All';
  const shared = { client_id: clientId, redirect_uri: redirect, scope };
  const asked = new URLSearchParams({
    ...shared, response_type: 'code', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  });
  const back = await signsIn(`${origins.login}/organizations/oauth2/v2.0/authorize?${asked}`, account);
  const answer = await fetch(`${origins.login}/organizations/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { origin: page },
    body: new URLSearchParams({ ...shared, grant_type: 'authorization_code', code: back.searchParams.get('code'), code_verifier: verifier }),
  });
  const tokens = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(tokens));
  return tokens.access_token;
}

/** In the place of the SDK's own first link, which gives a token to addresses with https alone. */
class Authorization {
  constructor(token) {
    this.token = token;
  }

  setNext(next) {
    this.next = next;
  }

  execute(context) {
    context.options.headers = { ...context.options.headers, Authorization: `Bearer ${this.token}` };
    return this.next.execute(context);
  }
}

/** The SDK's own chain, link by link, each with its own options. */
function sdk(token) {
  const chain = [new Authorization(token), new RetryHandler(), new RedirectHandler(), new TelemetryHandler(), new HTTPMessageHandler()];
  chain.slice(0, -1).forEach((link, place) => link.setNext(chain[place + 1]));
  return Client.initWithMiddleware({ middleware: chain[0], baseUrl: `${origins.graph}/` });
}

async function everybodyElse(client) {
  const ids = [];
  // Its page iterator takes links with https alone, too.
  for (let path = '/users?$select=id,userPrincipalName&$top=999'; path;) {
    const answer = await client.api(path).get();
    ids.push(...answer.value.filter((user) => user.userPrincipalName !== account).map((user) => user.id));
    path = answer['@odata.nextLink']?.slice(`${origins.graph}/v1.0`.length);
  }
  return ids;
}

/** How each way deletes one piece of the work. */
const WAYS = {
  single: { size: 1, remove: (client, [id]) => client.api(`/users/${id}`).delete() },
  batch: {
    size: BATCH,
    async remove(client, ids) {
      const steps = ids.map((id) => ({ id, request: new Request(`${origins.graph}/users/${id}`, { method: 'DELETE' }) }));
      await client.api('/$batch').post(await new BatchRequestContent(steps).getContent());
    },
  },
};

const client = sdk(await signIn());
const waiting = await everybodyElse(client);
const { size, remove } = WAYS[way];
const done = [];
// So that the last page of the list stands before this moment in the practice cloud's log.
await new Promise((resolve) => setTimeout(resolve, 10));
const began = Date.now();
await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
  while (waiting.length > 0) {
    const ids = waiting.splice(0, size);
    // Whatever the SDK throws, it has said itself that this piece is not done.
    await remove(client, ids).then(() => done.push(...ids), () => {});
  }
}));
console.log(JSON.stringify({ began, ended: Date.now(), done }));
