// How `cargo xtask bench` measures in a browser: as the end-to-end tests run, but without tracing, which costs time of its own.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.js';

export default defineConfig({
  ...config,
  testDir: 'bench',
  testMatch: '*.bench.js',
  timeout: 1_200_000,
  reporter: [['list']],
  use: { ...config.use, trace: 'off', actionTimeout: 120_000 },
});
