import { loadavg } from 'node:os';
import { type ConsolePage, PAGES } from './console-pages';
import type { PageFigures } from './page-trace';
import type { Recording } from './recording';
import { Replay } from './replay';
import { ReplayServer } from './replay-server';
import { TracedBrowser } from './traced-browser';

/** The limits that the console is built for. */
const UPDATES_PER_SECOND = 200;
const LIMITS = { longestTaskMs: 100, busyShare: 0.5, footprintMb: 300 };

export interface Measured {
  path: string;
  loading: PageFigures;
  /** While updates come in and the page is not used. */
  watched: PageFigures;
  inUse: PageFigures;
}

/** Each page in a browser of its own, from the start of the recording. */
export async function measureConsole(
  recording: Recording,
  webDir: string,
  seconds: number,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const page of PAGES) measured.push(await measure(page, recording, webDir, seconds));
  return measured;
}

async function measure(
  { path, loaded, use }: ConsolePage,
  recording: Recording,
  webDir: string,
  seconds: number,
): Promise<Measured> {
  const server = await ReplayServer.start(new Replay(recording), webDir, UPDATES_PER_SECOND);
  const browser = await TracedBrowser.launch();
  const { page } = browser;
  try {
    const loading = await browser.trace(server.url, async () => {
      await page.goto(`${server.url}/console${path}`);
      await loaded(page);
    });
    const watched = await browser.trace(server.url, () => page.waitForTimeout(seconds * 1_000));
    const inUse = await browser.trace(server.url, async () => {
      const until = performance.now() + seconds * 1_000;
      while (performance.now() < until) await use(page);
    });
    return { path, loading, watched, inUse };
  } finally {
    await browser.close();
    await server.stop();
  }
}

export function report(measured: readonly Measured[]): string[] {
  const rows = measured.flatMap(({ path, loading, watched, inUse }) => [
    row(`${path}, loading`, loading),
    row(`${path}, watched`, watched),
    row(`${path}, in use`, inUse),
  ]);
  return [
    `${UPDATES_PER_SECOND} updates a second; load average ${loadavg()[0].toFixed(1)}`,
    `${''.padEnd(20)}seconds  longest task (CPU)   over 50 ms    busy (CPU)    heap  footprint`,
    ...rows,
  ];
}

function row(name: string, figures: PageFigures): string {
  const { seconds, longestTaskMs, longestTaskCpuMs, longTasks } = figures;
  const cells = [
    seconds.toFixed(1).padStart(7),
    `${longestTaskMs.toFixed(0)} ms (${longestTaskCpuMs.toFixed(0)} ms)`.padStart(20),
    String(longTasks).padStart(12),
    `${percent(figures.busyShare)} (${percent(figures.busyCpuShare)})`.padStart(14),
    `${figures.heapMb.toFixed(0)} MB`.padStart(8),
    `${figures.footprintMb.toFixed(0)} MB`.padStart(9),
  ];
  return name.padEnd(20) + cells.join('');
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/**
 * Sentences about figures above their limit; loading may block the thread, but not in one piece.
 */
export function broken(measured: readonly Measured[]): string[] {
  return measured.flatMap(({ path, ...phases }) =>
    Object.entries(phases).flatMap(([phase, figures]) =>
      Object.entries(LIMITS).flatMap(([name, limit]) => {
        const value = figures[name as keyof typeof LIMITS];
        const isMeant = name !== 'busyShare' || phase !== 'loading';
        const text = `${path}, ${phase}: ${name} is ${value.toFixed(2)}, not below ${limit}`;
        return isMeant && value >= limit ? [text] : [];
      }),
    ),
  );
}
