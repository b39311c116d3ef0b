// Every page in every language, light and dark, wide and narrow: no violation that axe finds, nothing that has to be
// scrolled sideways, and the language said.
import AxeBuilder from '@axe-core/playwright';
import { expect, openTask, provesIdentity, signedIn, test, waiveExport } from './support.js';

const PAGES = ['', 'closing/', 'export/', 'users/', 'cancel/', 'delete/', 'mfa/', 'directory/', 'receipt/', 'activity/', 'about/'];
const LANGUAGES = [['en', 'English'], ['da', 'Dansk'], ['nb', 'Norsk bokmål']];

async function check(page, where) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map((one) => `${where}: ${one.id} ${one.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${where}: nothing to scroll sideways`).toBeLessThanOrEqual(0);
}

/** Opens a page as a click on a link does, so that the sign-in is kept. */
async function open(page, path) {
  await page.evaluate((path) => {
    history.pushState(null, '', new URL(path, document.baseURI));
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await expect(page.locator('main h1')).toBeVisible();
}

for (const [tag, name] of LANGUAGES) {
  for (const scheme of ['light', 'dark']) {
    test(`every page in ${name}, ${scheme}`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme: scheme });
      await signedIn(page);
      await page.getByRole('combobox').selectOption({ label: name });
      await expect(page.locator('html')).toHaveAttribute('lang', tag);
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        for (const path of PAGES) {
          await open(page, path);
          await check(page, `${path} ${tag} ${scheme} ${width}`);
        }
      }
    });
  }
}

test('a plan, and what confirms it', async ({ page }) => {
  await signedIn(page);
  await waiveExport(page);
  await openTask(page, 'Delete users');
  await provesIdentity(page);
  await page.getByText('Use a plan from a file').click();
  await check(page, 'plan');
});
