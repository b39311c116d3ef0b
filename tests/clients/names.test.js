// The port itself: which names it answers, what it refuses, and that the proxy leads nowhere else. Plain TLS and HTTP of Node.
import assert from 'node:assert/strict';
import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { connect } from 'node:tls';
import { beforeEach, test } from 'node:test';
import { GRAPH, cloud, signedIn, tls } from './support.js';

/** Sends a request and gives its answer. */
function send(client, options) {
  return new Promise((resolve, reject) => {
    const request = client({ host: '127.0.0.1', ...options }, (answer) => {
      let body = '';
      answer.on('data', (data) => (body += data)).on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    request.once('error', reject).end();
  });
}

const discovery = '/organizations/v2.0/.well-known/openid-configuration';

beforeEach(() => cloud.reset('contoso'));

test('every cloud of Microsoft is met under its own names', async () => {
  for (const [login, graph] of [
    ['login.microsoftonline.com', 'graph.microsoft.com'],
    ['login.microsoftonline.us', 'graph.microsoft.us'],
    ['login.partner.microsoftonline.cn', 'microsoftgraph.chinacloudapi.cn'],
  ]) {
    const found = await (await fetch(`https://${login}${discovery}`)).json();
    assert.equal(found.token_endpoint, `https://${login}/organizations/oauth2/v2.0/token`);
    assert.equal(found.msgraph_host, graph);
  }
  for (const host of ['dod-graph.microsoft.us', 'management.azure.com', 'management.usgovcloudapi.net', 'management.chinacloudapi.cn']) {
    assert.equal((await fetch(`https://${host}/v1.0/me?api-version=2022-12-01`)).status, 401, host);
  }
  for (const host of ['admin.microsoft.com', 'admin.cloud.microsoft', 'entra.microsoft.com', 'portal.azure.com', 'entra.microsoft.us', 'portal.azure.cn']) {
    assert.equal((await fetch(`https://${host}/`)).status, 200, host);
  }
});

test('a client that names the port finds it in every address', async () => {
  const host = `login.microsoftonline.com:${tls.port}`;
  const answer = await send(https, { port: tls.port, servername: 'login.microsoftonline.com', path: discovery, headers: { host } });
  assert.equal(JSON.parse(answer.body).token_endpoint, `https://${host}/organizations/oauth2/v2.0/token`);
});

test('a file comes from the host of OneDrive, with the key in its address alone', async () => {
  await cloud.reset('synced');
  const { result } = await signedIn('person@synced.onmicrosoft.com', { scopes: [`${GRAPH}/Files.Read.All`] });
  const headers = { authorization: `Bearer ${result.accessToken}` };
  const { id } = await (await fetch(`${GRAPH}/v1.0/me/drive`, { headers })).json();
  const { value } = await (await fetch(`${GRAPH}/v1.0/drives/${id}/root/delta`, { headers })).json();
  const address = value.map((item) => item['@microsoft.graph.downloadUrl']).find(Boolean);
  assert.match(address, /^https:\/\/synced-my\.sharepoint\.com\//);
  assert.equal((await fetch(address)).status, 200);
  assert.equal((await fetch(address, { headers })).status, 401);
});

test('the certificate is shown for the names of Microsoft alone', async () => {
  const handshake = (servername) => new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: tls.port, servername }, () => resolve(socket.end()));
    socket.once('error', reject);
  });
  await handshake('graph.microsoft.com');
  await handshake('contoso-my.sharepoint.com');
  for (const name of ['example.com', 'graph.microsoft.com.example', 'sharepoint.com', 'localhost']) {
    await assert.rejects(handshake(name), /alert/i, name);
  }
});

test('a request for another host than the one of the connection is misdirected', async () => {
  for (const host of ['login.microsoftonline.com', 'localhost', '']) {
    const answer = await send(https, { port: tls.port, servername: 'graph.microsoft.com', path: '/v1.0/me', headers: { host } });
    assert.equal(answer.status, 421, host);
  }
});

test('the proxy refuses whatever is not a name of Microsoft at its usual port', async () => {
  const { port } = new URL(tls.proxy);
  const opened = (path) => new Promise((resolve, reject) => {
    const request = http({ host: '127.0.0.1', port, method: 'CONNECT', path });
    request.once('connect', (answer, socket) => resolve((socket.destroy(), answer.statusCode)));
    request.once('error', reject).end();
  });
  assert.equal(await opened('graph.microsoft.com:443'), 200);
  for (const path of ['example.com:443', 'graph.microsoft.com:80', 'localhost:443', '127.0.0.1:22', `127.0.0.1:${tls.port}`]) {
    assert.equal(await opened(path), 403, path);
  }
  assert.equal((await send(http, { port, path: 'http://graph.microsoft.com/' })).status, 403);
});
