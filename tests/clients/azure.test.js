// Azure's own clients, @azure/arm-resources-subscriptions (list) and @azure/arm-subscriptions (cancel, enable), through the
// proxy of the practice cloud.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { SubscriptionClient as Reader } from '@azure/arm-resources-subscriptions';
import { SubscriptionClient as Changer } from '@azure/arm-subscriptions';
import { ARM, cloud, nothingUnmodelled, signedIn, tls } from './support.js';

const ADMIN = 'admin@azure.onmicrosoft.com';
const { hostname, port } = new URL(tls.proxy);
const options = { proxyOptions: { host: `http://${hostname}`, port: Number(port) }, retryOptions: { retryDelayInMs: 10 } };

/** A credential as Azure's clients expect one: a sign-in by MSAL, with the claims that they hand on. */
function credential(account = ADMIN) {
  const asked = [];
  return {
    asked,
    async getToken(scopes, { claims } = {}) {
      asked.push(claims);
      // Azure's clients ask for "/.default"; the first sign-in names the permission, so that it can be consented to.
      assert.deepEqual([scopes].flat(), [`${ARM}/.default`]);
      const { result } = await signedIn(account, { scopes: [`${ARM}/user_impersonation`], claims });
      return { token: result.accessToken, expiresOnTimestamp: result.expiresOn.getTime() };
    },
  };
}

async function all(pages) {
  const found = [];
  for await (const one of pages) found.push(one);
  return found;
}

beforeEach(() => cloud.reset('azure'));

test('the subscriptions and the tenant are listed', async () => {
  const reader = new Reader(credential(), options);
  const found = await all(reader.subscriptions.list());
  assert.deepEqual(found.map((one) => [one.displayName, one.state]).sort(), [
    ['Contract', 'PastDue'], ['Identity', 'Enabled'], ['Old trial', 'Disabled'], ['Pay-As-You-Go', 'Enabled'],
  ]);
  const one = await reader.subscriptions.get(found[0].subscriptionId);
  assert.equal(one.subscriptionPolicies.quotaId, found[0].subscriptionPolicies.quotaId);
  const { tenant } = await cloud.state();
  assert.deepEqual((await all(reader.tenants.list())).map((known) => known.tenantId), [tenant.id]);
  await nothingUnmodelled();
});

// Security defaults ask administrators for it when they sign in; others are asked when they change something.
test('cancelling asks for a second factor, and the client goes and gets it', async () => {
  const [developer] = (await cloud.state()).users.filter((user) => user.userPrincipalName.startsWith('developer@'));
  const identity = credential(developer.userPrincipalName);
  const found = await all(new Reader(identity, options).subscriptions.list());
  const own = found.find((one) => one.displayName === "Developer's own");
  await new Changer(identity, options).subscription.cancel(own.subscriptionId);
  const claims = identity.asked.filter(Boolean).map((text) => JSON.parse(text));
  assert.deepEqual(claims, [{ access_token: { acrs: { essential: true, values: ['p1'] } } }]);
});

test('a subscription is cancelled and enabled again', async () => {
  const [developer] = (await cloud.state()).users.filter((user) => user.userPrincipalName.startsWith('developer@'));
  const own = {
    getToken: async (_, { claims } = {}) => {
      const { result } = await signedIn(developer.userPrincipalName, { scopes: [`${ARM}/user_impersonation`], claims });
      return { token: result.accessToken, expiresOnTimestamp: result.expiresOn.getTime() };
    },
  };
  const reader = new Reader(own, options);
  const mine = async () => (await all(reader.subscriptions.list())).find((one) => one.displayName === "Developer's own");
  const { subscriptionId, state } = await mine();
  assert.equal(state, 'Enabled');
  const changer = new Changer(own, options);
  assert.equal((await changer.subscription.cancel(subscriptionId)).subscriptionId, subscriptionId);
  assert.equal((await mine()).state, 'Disabled');
  assert.equal((await changer.subscription.enable(subscriptionId)).subscriptionId, subscriptionId);
  assert.equal((await mine()).state, 'Enabled');
  await nothingUnmodelled();
});

test('a subscription of somebody else is not there', async () => {
  const reader = new Reader(credential(), options);
  await assert.rejects(reader.subscriptions.get('00000000-0000-4000-8000-000000000000'), (error) => {
    assert.equal(error.statusCode, 404);
    assert.equal(error.code, 'SubscriptionNotFound');
    return true;
  });
});

test('the proxy leads to the names of Microsoft and nowhere else', async () => {
  const reader = new Reader(credential(), { ...options, endpoint: 'https://example.com', credentialScopes: `${ARM}/.default`, retryOptions: { maxRetries: 0 } });
  await assert.rejects(all(reader.subscriptions.list()), /403/);
});
