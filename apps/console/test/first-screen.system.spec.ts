import type { Page } from 'playwright-core';
import { EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { SETTLE_FAST } from '../../dev/src/engine-process/engine-settings';
import { useEngine } from '../../dev/src/engine-process/use-engine';
import { useConsole } from './console-rig';
import { violations } from './violations';

const PATIENCE_MS = 60_000;

const engine = useEngine(
  (distDir, dataDir) =>
    // As `npm start` has it.
    EngineProcess.start(distDir, dataDir, { ...SETTLE_FAST, SIMULATOR_MARKET: 'on' }),
  { console: true },
);
const theRig = useConsole(engine);

const shown = (page: Page) => page.getByRole('list', { name: 'Watched prices' });
const prices = (page: Page) => shown(page).getByRole('strong').allTextContents();

async function firstScreen(): Promise<Page> {
  const page = await theRig().tab();
  await page.goto(engine().state.apiUrl);
  await shown(page).waitFor({ timeout: PATIENCE_MS });
  return page;
}

test('the first screen shows prices, which move by themselves', async () => {
  const page = await firstScreen();
  await until('all prices', PATIENCE_MS, async () => (await prices(page)).length === 6);
  const first = await prices(page);
  for (const price of first) expect(price).toMatch(/^\d+\.\d\d$/);
  await until('another price', PATIENCE_MS, async () => {
    const now = await prices(page);
    return now.some((price, index) => price !== first[index]);
  });
  expect(await violations(page)).toEqual([]);
});

test('whose prices are shown is a setting, and they are shown in that order', async () => {
  const page = await firstScreen();
  const watch = async (symbols: string): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('textbox', { name: 'Watched prices' }).fill(symbols);
    await page.keyboard.press('Escape');
  };
  await watch('SENSEX, nothing, NIFTY');
  const names = () => shown(page).getByRole('listitem').allTextContents();
  await until('two prices', PATIENCE_MS, async () => (await names()).length === 2);
  expect(await names()).toMatchObject(
    [/^SENSEXBSE/, /^NIFTYNSE/].map((one) => expect.stringMatching(one) as string),
  );
  await watch('');
  await shown(page).waitFor({ state: 'detached' });
});
