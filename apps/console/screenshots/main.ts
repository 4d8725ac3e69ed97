import { OmeClient } from '@ome/client';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../dev/src/embedded/chromium';
import { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { DeskDay } from './desk-day';

const DIST = join(__dirname, '../../..');
const PICTURES = resolve(DIST, '../docs/screenshots');
/** Until lists, charts and figures are drawn. */
const DRAWN_MS = 2_500;

const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const SCHEMES = ['light', 'dark'] as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

type Shot = readonly [name: string, path: string, prepare?: (page: Page) => Promise<unknown>];

const shots = (doubted: string, basketId: string): readonly Shot[] => [
  ['orders', '/orders', (page) => page.keyboard.press('j')],
  ['order', `/orders/${doubted}`],
  ['fills', '/fills'],
  ['positions', '/positions'],
  ['baskets', '/baskets'],
  ['basket', `/baskets/${basketId}`],
  ['risk', '/risk'],
  ['connectivity', '/connectivity'],
  ['exceptions', '/exceptions', (page) => page.getByRole('tab', { name: 'Unmatched' }).click()],
  ['audit', '/audit'],
];

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ome-screenshots-'));
  const engine = await EngineProcess.start(DIST, dataDir);
  try {
    const { apiUrl, simulatorUrl } = engine.state;
    say('A day at the desk …');
    const day = new DeskDay(new OmeClient({ url: apiUrl }), (method, path, body) =>
      tell(`${simulatorUrl}/control/${path}`, method, body),
    );
    const { doubted, basketId } = await day.live();
    mkdirSync(PICTURES, { recursive: true });
    await takeAll(`${apiUrl}/console`, shots(doubted, basketId));
  } finally {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function takeAll(console: string, all: readonly Shot[]): Promise<void> {
  const browser = await launchChromium(say);
  try {
    const page = await browser.newPage({ viewport: DESKTOP, reducedMotion: 'reduce' });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(DESKTOP);
      for (const shot of all) await take(page, console, shot, colorScheme);
      await page.setViewportSize(PHONE);
      await take(page, console, ['phone', '/orders'], colorScheme);
    }
  } finally {
    await browser.close();
  }
}

async function take(page: Page, console: string, shot: Shot, scheme: string): Promise<void> {
  const [name, path, prepare] = shot;
  await page.goto(`${console}${path}`);
  await page.getByRole('status', { name: 'Live feed: Live' }).waitFor();
  await sleep(DRAWN_MS);
  if (prepare) {
    await prepare(page);
    await sleep(DRAWN_MS);
  }
  const file = join(PICTURES, `${name}-${scheme}.png`);
  await page.screenshot({ path: file });
  say(file);
}

async function tell(url: string, method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}

void main();
