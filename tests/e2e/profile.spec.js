// What Chromium leaves on the disk when it is closed: of all codes, tokens and passwords, nothing. A profile of its own is
// searched whole, file by file: LevelDB, caches, the history with its addresses.
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

test('a profile on disk holds no code, token or password after a sign-in, a step-up, an export, a run and a receipt', async ({}, testInfo) => {
  test.setTimeout(240_000);
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
    const asked = [];
    context.on('request', (request) => asked.push(request.url()));
    await signedIn(page);
    await openTask(page, 'Save what you want to keep');
    await page.getByRole('button', { name: 'Choose where to save and export' }).click();
    await expect(page.getByRole('main').getByText('The archive is complete.')).toBeVisible();
    await openTask(page, 'Delete users');
    await page.getByRole('button', { name: 'Make the plan' }).click();
    await signInInWindow(await opensWindow(page, page.getByRole('button', { name: 'Show that it is you' })));
    await (await confirms(page, { tick: /^I have read that 39 users/, button: 'Delete 39 users' })).click();
    await expect(page.getByRole('main').getByText('39 of 39 users are gone from the tenant.')).toBeVisible({ timeout: 20_000 });
    await page.getByRole('link', { name: 'Receipt' }).first().click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as JSON' }).click()]);
    const receipt = testInfo.outputPath('receipt.json');
    await download.saveAs(receipt);
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
    const { hits, files } = found(folder, secrets.flatMap(parts));
    expect(hits, `${secrets.length} secrets in ${files} files`).toEqual([]);
    const unpacked = execFileSync('unzip', ['-p', archive], { encoding: 'latin1', maxBuffer: 1 << 30 });
    for (const text of [unpacked, readFileSync(receipt, 'utf8')]) {
      expect(secrets.flatMap(parts).filter((part) => text.includes(part))).toEqual([]);
    }
    console.log(`  ${secrets.length} secrets looked for in ${files} files of the profile`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
