// What Chromium leaves on the disk when it is closed: of all tokens, nothing. A profile of its own is searched whole, file by
// file: LevelDB, caches, the history with its addresses. Of the way back from the sign-in Chromium writes the address itself,
// before any script of the page runs: the codes in it have been used by then, and are worth nothing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { cloud, confirms, expect, keepsNoSecret, openTask, opensWindow, signInInWindow, signedIn, test } from './support.js';

/** Parts of a secret: what compresses a file may take a long text apart, but not into single letters. */
const parts = (secret) => [0, Math.floor(secret.length / 2) - 10, secret.length - 20].map((at) => secret.slice(Math.max(at, 0)).slice(0, 20));

/** Which of these texts are in which file, as UTF-8 or as UTF-16. */
function found(folder, texts) {
  const wanted = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  const hits = [];
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    const bytes = readFileSync(join(entry.parentPath ?? entry.path, entry.name));
    if (wanted.some((text) => bytes.includes(text))) hits.push(entry.name);
  }
  return { hits, files };
}

test('a profile on disk holds no token, and no code that is worth something, after a sign-in, a step-up, an export and a run', async ({}, testInfo) => {
  test.setTimeout(120_000);
  await cloud.reset();
  const folder = mkdtempSync(join(tmpdir(), 'luk-profile-'));
  const { use } = testInfo.project;
  const start = () => chromium.launchPersistentContext(folder, { baseURL: use.baseURL, executablePath: use.launchOptions.executablePath, acceptDownloads: true });
  try {
    const context = await start();
    await context.addInitScript(() => {
      window.showSaveFilePicker = async () => (await navigator.storage.getDirectory()).getFileHandle('picked.zip', { create: true });
    });
    const [page] = context.pages();
    const codes = new Set();
    context.on('response', (response) => {
      const code = new URLSearchParams(response.headers().location?.split('#')[1]).get('code');
      if (code) codes.add(code);
    });
    await signedIn(page);
    await openTask(page, 'Save what you want to keep');
    await page.getByRole('button', { name: 'Choose where to save and export' }).click();
    await expect(page.getByRole('main').getByText('The archive is complete.')).toBeVisible();
    await openTask(page, 'Delete users');
    await page.getByRole('button', { name: 'Make the plan' }).click();
    await signInInWindow(await opensWindow(page, page.getByRole('button', { name: 'Show that it is you' })));
    await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
    await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 20_000 });
    // The search finds what is there: something that the page itself keeps, and an address that was open.
    await page.evaluate(() => localStorage.setItem('control', 'kept-by-the-control-of-this-test'));
    await page.goto('/about/?an-address-of-this-test');
    await keepsNoSecret(page);
    const secrets = (await cloud.get('/secrets')).filter((secret) => secret.length > 20);
    expect(secrets.length).toBeGreaterThan(6);
    const archive = testInfo.outputPath('picked.zip');
    writeFileSync(archive, Buffer.from(await page.evaluate(async () => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle('picked.zip');
      return Array.from(new Uint8Array(await (await handle.getFile()).arrayBuffer()));
    })));
    await context.close();

    expect(found(folder, ['kept-by-the-control-of-this-test']).hits).not.toEqual([]);
    expect(found(folder, ['an-address-of-this-test']).hits).toContain('History');
    expect(codes.size).toBe(2);
    const tokens = secrets.filter((secret) => !codes.has(secret));
    expect(tokens.length).toBe(secrets.length - 2);
    const { hits, files } = found(folder, tokens.flatMap(parts));
    expect(hits, `${tokens.length} secrets in ${files} files`).toEqual([]);
    for (const code of codes) {
      const body = new URLSearchParams({ client_id: '11f0c1c5-0000-4000-8000-6c756b6c756b', grant_type: 'authorization_code', code, redirect_uri: 'http://localhost:18080/signin/', code_verifier: 'v'.repeat(43), scope: 'openid' });
      const answer = await fetch('http://localhost:18081/organizations/oauth2/v2.0/token', { method: 'POST', headers: { Origin: 'http://localhost:18080' }, body });
      expect((await answer.json()).error_codes, 'it was used before').toContain(54005);
    }
    const unpacked = execFileSync('unzip', ['-p', archive], { encoding: 'latin1', maxBuffer: 1 << 30 });
    expect(secrets.flatMap(parts).filter((part) => unpacked.includes(part))).toEqual([]);
    console.log(`  ${tokens.length} secrets looked for in ${files} files of the profile`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
