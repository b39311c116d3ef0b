// How the end-to-end tests run: one Chromium, one test at a time, against the site as `cargo xtask serve` serves it.
// `cargo xtask test e2e` builds everything first.
import { defineConfig } from '@playwright/test';

const root = new URL('../..', import.meta.url).pathname;
const xtask = process.env.LUK_XTASK ?? `${root}target/debug/xtask`;
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  // The tests share one practice cloud.
  workers: 1,
  fullyParallel: false,
  // A test that fails now and then hides a fault.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  // A slow machine is no fault: what is waited for has to come, not to be quick.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: 'http://localhost:18080',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.LUK_CHROMIUM ?? '/usr/bin/chromium',
    },
  },
  webServer: {
    command: `"${xtask}" serve --no-build --release --port 18080 --control`,
    cwd: root,
    url: 'http://localhost:18080/',
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
    stdout: 'ignore',
    stderr: 'pipe',
    timeout: 60_000,
  },
});
