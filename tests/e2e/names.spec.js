// Luk as it is published: with its configuration for Microsoft's worldwide cloud and the policy that follows from it, in a
// browser that finds Microsoft's names on this machine and trusts one key alone.
import { spawn } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { chromium, expect, test } from '@playwright/test';

import { showsSecondFactor } from './support.js';

const root = new URL('../..', import.meta.url).pathname;
const xtask = process.env.LUK_XTASK ?? `${root}target/debug/xtask`;
const SITE = 'http://localhost:20080';
const CONTROL = 'http://localhost:20086';
const TLS_PORT = 20443;
const MICROSOFT = ['https://login.microsoftonline.com', 'https://graph.microsoft.com', 'https://management.azure.com'];
const ADMIN = 'admin@contoso.onmicrosoft.com';

let serving;
let browser;

test.beforeAll(async () => {
  const config = `${mkdtempSync(`${tmpdir()}/luk-names-`)}/config.json`;
  // No host is named: they are those that Luk knows.
  writeFileSync(config, JSON.stringify({ clouds: [{ cloud: 'global', clientId: '11f0c1c5-0000-4000-8000-6c756b6c756b' }] }));
  const words = ['serve', '--no-build', '--release', '--port', '20080', '--control', '--tls-port', `${TLS_PORT}`, '--config', config];
  serving = spawn(xtask, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise((resolve, reject) => {
    serving.stdout.on('data', (data) => {
      said += data;
      if (said.includes('Luk is ready')) resolve();
    });
    serving.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  const [, file] = /to clients that trust (.*)/.exec(said);
  const key = new X509Certificate(readFileSync(file)).publicKey.export({ type: 'spki', format: 'der' });
  browser = await chromium.launch({
    executablePath: process.env.LUK_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--host-resolver-rules=MAP * 127.0.0.1:${TLS_PORT},EXCLUDE localhost`,
      `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`,
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
    ],
  });
});

test.afterAll(async () => {
  await browser?.close();
  serving?.removeAllListeners('exit');
  serving?.kill('SIGTERM');
});

test('Luk with its real configuration signs in at Microsoft and reads the tenant', async () => {
  const page = await browser.newPage();
  const wrong = [];
  const hosts = new Set();
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) wrong.push(message.text());
  });
  page.context().on('request', (request) => hosts.add(new URL(request.url()).origin));

  const answer = await page.goto(`${SITE}/`);
  const policy = answer.headers()['content-security-policy'];
  expect(policy).toContain(`connect-src 'self' ${MICROSOFT.join(' ')};`);

  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/^https:\/\/login\.microsoftonline\.com\/organizations\/oauth2\/v2\.0\/authorize/);
  await page.getByLabel('Account').fill(ADMIN);
  await page.getByLabel('Password').fill('practice');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await showsSecondFactor(page);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page).toHaveURL(`${SITE}/closing/`);
  await expect(page.getByRole('main').getByText(/^Last read on/)).toBeVisible();
  await expect(page.getByRole('main').getByText('39 users left besides you.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('contoso.onmicrosoft.com');

  const get = async (path) => (await fetch(`${CONTROL}${path}`)).json();
  const asked = (await get('/requests')).map((one) => new URL(one.url).origin);
  expect(asked.filter((origin) => origin === 'https://graph.microsoft.com').length).toBeGreaterThan(5);
  expect(asked.filter((origin) => !MICROSOFT.includes(origin)), 'it was met under its names alone').toEqual([]);
  expect([...hosts].filter((origin) => ![SITE, ...MICROSOFT].includes(origin)), 'nobody else was asked').toEqual([]);
  expect(await get('/unmodelled')).toEqual([]);
  expect(wrong).toEqual([]);

  // Microsoft's short link leads to the admin center, as it does out there.
  await page.getByRole('main').getByRole('link', { name: 'Cancel subscriptions', exact: true }).click();
  const [center] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: /^Open Your products/ }).click()]);
  await expect(center).toHaveURL('https://admin.microsoft.com/products');
  await center.getByLabel('Account').fill(ADMIN);
  await center.getByLabel('Password').fill('practice');
  await center.getByRole('button', { name: 'Sign in' }).click();
  await showsSecondFactor(center);
  await expect(center.getByRole('heading', { level: 1, name: 'Your products' })).toBeVisible();
});
