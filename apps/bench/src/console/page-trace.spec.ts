import { pageProcess, readPageTrace, type TraceEvent } from './page-trace';

const PAGE = 7;
const OTHER = 8;

const event = (fields: Partial<TraceEvent>): TraceEvent => ({
  name: '',
  ph: 'X',
  pid: PAGE,
  tid: 1,
  ts: 1_000_000,
  ...fields,
});

const task = (ts: number, dur: number, tdur: number, fields: Partial<TraceEvent> = {}) =>
  event({ name: 'RunTask', ts, dur, tdur, ...fields });

const memory = (bytes: string, pid = PAGE) =>
  event({
    name: 'periodic_interval',
    ph: 'v',
    pid,
    args: { dumps: { process_totals: { private_footprint_bytes: bytes } } },
  });

const heap = (jsHeapSizeUsed: number) =>
  event({ name: 'UpdateCounters', ph: 'I', args: { data: { jsHeapSizeUsed } } });

const load = (pid: number, url: string, isMainFrame: boolean) =>
  event({ name: 'CommitLoad', pid, args: { data: { url, isMainFrame } } });

const mainThread = event({ name: 'thread_name', ph: 'M', ts: 0, args: { name: 'CrRendererMain' } });

test('the page is drawn by the process that loaded its address last', () => {
  const events = [
    load(OTHER, 'chrome://newtab/', true),
    load(OTHER, 'http://127.0.0.1:5000/frame', false),
    load(PAGE, 'http://127.0.0.1:5000/console/orders', true),
  ];
  expect(pageProcess(events, 'http://127.0.0.1:5000')).toBe(PAGE);
  expect(() => pageProcess(events, 'http://127.0.0.1:6000')).toThrow('no page');
});

test("figures cover only the page's main thread and process", () => {
  const events = [
    mainThread,
    task(1_000_000, 120_000, 40_000),
    task(1_500_000, 30_000, 30_000),
    task(1_900_000, 100_000, 90_000),
    task(1_200_000, 900_000, 900_000, { tid: 2 }),
    task(1_200_000, 900_000, 900_000, { pid: OTHER }),
    ...[memory('5f5e100'), memory('bebc200'), memory('3b9aca00', OTHER)],
    ...[heap(40_000_000), heap(30_000_000)],
  ];
  expect(readPageTrace(events, PAGE)).toEqual({
    seconds: 1,
    longestTaskMs: 120,
    longestTaskCpuMs: 90,
    longTasks: 2,
    busyShare: 0.25,
    busyCpuShare: 0.16,
    footprintMb: 200,
    heapMb: 40,
  });
});

test('a trace without the page’s main thread is an error', () => {
  expect(() => readPageTrace([task(1, 1, 1)], PAGE)).toThrow('no main thread');
});
