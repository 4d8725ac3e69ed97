/** One event of Chromium's trace; times are microseconds. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: Record<string, unknown>;
}

export interface PageFigures {
  /** Between the first and the last event of the thread in the trace. */
  seconds: number;
  /** Wall clock time: other load of the machine counts. */
  longestTaskMs: number;
  /** CPU time of the longest task. */
  longestTaskCpuMs: number;
  /** Tasks above 50 ms, which a user may notice. */
  longTasks: number;
  /** Share of wall clock time that the thread spent in tasks. */
  busyShare: number;
  /** CPU time of these tasks, as a share of wall clock time. */
  busyCpuShare: number;
  /** JavaScript, DOM and the rest of the page's process, which no other process shares. */
  footprintMb: number;
  /** JavaScript only, garbage included. */
  heapMb: number;
}

/** The trace categories for these figures. */
export const TRACE_CATEGORIES = [
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-memory-infra',
  'devtools.timeline',
];

const MAIN_THREAD = 'CrRendererMain';
const LONG_TASK_US = 50_000;
const MB = 1_000_000;

/**
 * @param pid of the process that draws the page
 * @throws Error if the trace has no events of it
 */
export function readPageTrace(events: readonly TraceEvent[], pid: number): PageFigures {
  const main = events.find(
    ({ name, pid: of, args }) => name === 'thread_name' && of === pid && args?.name === MAIN_THREAD,
  );
  if (!main) throw new Error('The trace has no main thread of the page');
  const ofPage = events.filter((event) => event.pid === pid);
  const onMain = ofPage.filter(({ tid, ts }) => tid === main.tid && ts > 0);
  const tasks = onMain.filter(({ name, ph }) => name === 'RunTask' && ph === 'X');
  const times = onMain.flatMap(({ ts, dur = 0 }) => [ts, ts + dur]);
  const tookUs = extreme(times, Math.max) - extreme(times, Math.min);
  const busyUs = tasks.reduce((sum, { dur = 0 }) => sum + dur, 0);
  const cpuUs = tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
  return {
    seconds: tookUs / 1e6,
    longestTaskMs:
      extreme(
        tasks.map(({ dur = 0 }) => dur),
        Math.max,
      ) / 1_000,
    longestTaskCpuMs:
      extreme(
        tasks.map(({ tdur = 0 }) => tdur),
        Math.max,
      ) / 1_000,
    longTasks: tasks.filter(({ dur = 0 }) => dur > LONG_TASK_US).length,
    busyShare: busyUs / tookUs,
    busyCpuShare: cpuUs / tookUs,
    footprintMb: extreme(ofPage.flatMap(footprint), Math.max) / MB,
    heapMb: extreme(ofPage.flatMap(heap), Math.max) / MB,
  };
}

/**
 * The process that draws the page, from a trace in which it was loaded.
 * @throws Error if it was not loaded
 */
export function pageProcess(events: readonly TraceEvent[], url: string): number {
  const load = events.findLast(({ name, args }) => {
    const { data } = (args ?? {}) as { data?: { url?: string; isMainFrame?: boolean } };
    return name === 'CommitLoad' && data?.isMainFrame === true && data.url?.startsWith(url);
  });
  if (!load) throw new Error(`The trace has no page of ${url}`);
  return load.pid;
}

function footprint({ ph, args }: TraceEvent): number[] {
  if (ph !== 'v') return [];
  const dumps = args?.dumps as
    { process_totals?: { private_footprint_bytes?: string } } | undefined;
  const bytes = dumps?.process_totals?.private_footprint_bytes;
  return bytes === undefined ? [] : [Number.parseInt(bytes, 16)];
}

function heap({ name, args }: TraceEvent): number[] {
  if (name !== 'UpdateCounters') return [];
  return [(args?.data as { jsHeapSizeUsed: number }).jsHeapSizeUsed];
}

/** For more numbers than a call can have arguments. */
const extreme = (numbers: readonly number[], of: (one: number, other: number) => number): number =>
  numbers.reduce((found, number) => of(found, number), numbers[0] ?? 0);
