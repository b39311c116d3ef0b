// @microsoft/microsoft-graph-client: its page iterator, batches, errors, and the second try after 429.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { BatchRequestContent, BatchResponseContent, Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client';
import { GRAPH, cloud, nothingUnmodelled, signedIn } from './support.js';

const SCOPES = ['User.ReadWrite.All', 'Directory.Read.All'].map((name) => `${GRAPH}/${name}`);
let client;

beforeEach(async () => {
  await cloud.reset('contoso');
  const { result } = await signedIn('admin@contoso.onmicrosoft.com', { scopes: SCOPES });
  client = Client.init({ authProvider: (done) => done(null, result.accessToken) });
});

/** The ids of everybody, as the iterator finds them. */
async function everybody(size) {
  const first = await client.api('/users').select('id,userPrincipalName').top(size).get();
  const ids = [];
  await new PageIterator(client, first, (user) => ids.push(user.id) > 0).iterate();
  return ids;
}

test('the page iterator finds everybody once, whatever the size of a page', async () => {
  const all = (await cloud.state()).users.map((user) => user.id).sort();
  for (const size of [7, 40, 999]) assert.deepEqual((await everybody(size)).sort(), all);
  const pages = (await cloud.requests()).filter((one) => one.method === 'GET' && one.url.startsWith(`${GRAPH}/v1.0/users?`));
  assert.equal(pages.length, Math.ceil(all.length / 7) + Math.ceil(all.length / 40) + 1);
  await nothingUnmodelled();
});

test('the page iterator can stop and go on', async () => {
  const first = await client.api('/users').select('id').top(10).get();
  const seen = [];
  const iterator = new PageIterator(client, first, (user) => {
    seen.push(user.id);
    return seen.length !== 15;
  });
  await iterator.iterate();
  assert.equal(seen.length, 15);
  assert.equal(iterator.isComplete(), false);
  await iterator.resume();
  assert.equal(new Set(seen).size, (await cloud.state()).users.length);
});

test('a batch reads and deletes, and each part has its own answer', async () => {
  const { users } = await cloud.state();
  const victims = users.filter((user) => !user.userPrincipalName.startsWith('admin@')).slice(0, 3);
  const content = new BatchRequestContent([
    { id: 'me', request: new Request(`${GRAPH}/me`) },
    { id: 'nobody', request: new Request(`${GRAPH}/users/00000000-0000-4000-8000-000000000000`) },
    ...victims.map((user) => ({ id: user.id, request: new Request(`${GRAPH}/users/${user.id}`, { method: 'DELETE' }) })),
  ]);
  const response = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
  assert.equal((await response.getResponseById('me').json()).userPrincipalName, 'admin@contoso.onmicrosoft.com');
  const nobody = response.getResponseById('nobody');
  assert.equal(nobody.status, 404);
  assert.equal((await nobody.json()).error.code, 'Request_ResourceNotFound');
  for (const user of victims) assert.equal(response.getResponseById(user.id).status, 204);
  assert.equal((await cloud.state()).users.length, users.length - victims.length);
  await nothingUnmodelled();
});

test('parts of a batch wait for each other', async () => {
  const { users } = await cloud.state();
  const victim = users.find((user) => user.userPrincipalName.startsWith('person@'));
  const remove = { id: '1', request: new Request(`${GRAPH}/users/${victim.id}`, { method: 'DELETE' }) };
  const content = new BatchRequestContent([remove, { id: '2', request: new Request(`${GRAPH}/users/${victim.id}`), dependsOn: ['1'] }]);
  const response = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
  assert.equal(response.getResponseById('1').status, 204);
  assert.equal(response.getResponseById('2').status, 404);
});

test('after 429 it waits as long as it was told to and tries again', async () => {
  await cloud.fault({ service: 'graph', path: '/v1.0/organization', times: 2, outcome: { status: { status: 429, retryAfter: 1 } } });
  const began = performance.now();
  const { value } = await client.api('/organization').get();
  assert.equal(value[0].displayName, 'Contoso');
  assert.ok(performance.now() - began >= 2000, 'it waited twice');
  const tries = (await cloud.requests()).filter((one) => one.url.endsWith('/v1.0/organization'));
  assert.deepEqual(tries.map((one) => one.status), [429, 429, 200]);
});

test('advanced queries count and filter', async () => {
  const { users } = await cloud.state();
  const answer = await client.api('/users').header('ConsistencyLevel', 'eventual').count(true).top(5).filter("userType eq 'Guest'").get();
  assert.equal(answer['@odata.count'], users.filter((user) => user.userType === 'Guest').length);
});

test('who is deleted can be restored, and an error says what Graph said', async () => {
  const victim = (await cloud.state()).users.find((user) => user.userPrincipalName.startsWith('person@'));
  await client.api(`/users/${victim.id}`).delete();
  await assert.rejects(client.api(`/users/${victim.id}`).get(), (error) => {
    assert.ok(error instanceof GraphError);
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, 'Request_ResourceNotFound');
    assert.match(error.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
  const restored = await client.api(`/directory/deletedItems/${victim.id}/restore`).post({});
  assert.equal(restored.id, victim.id);
  await nothingUnmodelled();
});

test('an expired token is refused with the word for it', async () => {
  await cloud.expireTokens();
  await assert.rejects(client.api('/me').get(), (error) => error.statusCode === 401 && error.code === 'InvalidAuthenticationToken');
});

test('a part of a batch whose address names the version is refused, as Graph refuses it', async () => {
  const content = new BatchRequestContent([{ id: '1', request: new Request(`${GRAPH}/v1.0/me`) }]);
  const response = new BatchResponseContent(await client.api('/$batch').post(await content.getContent()));
  assert.equal(response.getResponseById('1').status, 400);
  assert.match((await response.getResponseById('1').json()).error.message, /^Resource not found for the segment 'v1\.0'/);
  await nothingUnmodelled();
});
