// How the end-to-end tests run: one Chromium, one test at a time, against the site as `cargo xtask serve` serves it.
// `cargo xtask test e2e` builds everything first.
import { defineConfig } from '@playwright/test';

const root = new URL('../..', import.meta.url).pathname;
const xtask = process.env.LUK_XTASK ?? `${root}target/debug/xtask`;
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  // The tests share one practice cloud.
  workers: 1,
  fullyParallel: false,
  // A tab behind another one sometimes stands still under Playwright; a second try tells that from a fault of Luk's.
  retries: 3,
  forbidOnly: Boolean(process.env.CI),
  reporter: report ? [['line'], ['json', { outputFile: report }]] : [['line']],
  use: {
    baseURL: 'http://localhost:18080',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.LUK_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        // Chromium's sandbox does not start as root.
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-backgrounding-occluded-windows',
        '--disable-renderer-backgrounding',
        '--disable-background-timer-throttling',
        '--disable-quic',
        '--no-first-run',
      ],
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
