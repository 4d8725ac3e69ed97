import type { Ending, Running } from './embedded/running';
import { refusedSettings, RestartDelay, Supervisor } from './supervisor';

class FakeProcess implements Running {
  readonly ready = Promise.resolve();
  readonly ended: Promise<Ending>;
  readonly stop = jest.fn(async () => this.end({ code: 0, signal: null }));
  readonly kill = jest.fn(() => this.end({ code: null, signal: 'SIGKILL' }));
  end!: (ending: Ending) => void;

  constructor(readonly pid: number) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }
}

let started: FakeProcess[];
const said: string[] = [];
const pids: (number | undefined)[] = [];
const onRefusal = jest.fn();
const launch = jest.fn<Promise<Running>, []>();
let supervisor: Supervisor;

beforeEach(() => {
  jest.useFakeTimers();
  jest.resetAllMocks();
  [started, said.length, pids.length] = [[], 0, 0];
  launch.mockImplementation(async () => {
    const process = new FakeProcess(started.length + 1);
    started.push(process);
    return process;
  });
  supervisor = new Supervisor('api', launch, {
    say: (line) => said.push(line),
    onPid: (pid) => pids.push(pid),
    onRefusal,
  });
});
afterEach(() => jest.useRealTimers());

async function diesOf(ending: Ending): Promise<void> {
  started.at(-1)?.end(ending);
  await jest.advanceTimersByTimeAsync(0);
}

const sigkill: Ending = { code: null, signal: 'SIGKILL' };

it('starts a process that died again after 200 ms', async () => {
  await supervisor.start();
  await diesOf(sigkill);
  await jest.advanceTimersByTimeAsync(199);
  expect(started).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(started).toHaveLength(2);
  expect(pids).toEqual([1, undefined, 2]);
  expect(said).toEqual(['api was ended by SIGKILL; it is started again in 200 ms.']);
});

it('tries again when the start itself fails', async () => {
  await supervisor.start();
  launch.mockRejectedValueOnce(new Error('no such file'));
  await diesOf(sigkill);
  await jest.advanceTimersByTimeAsync(200);
  expect(said.at(-1)).toBe('api did not start (no such file); it is started again in 400 ms.');
  await jest.advanceTimersByTimeAsync(400);
  expect(started).toHaveLength(2);
});

it('lets the first start fail', async () => {
  launch.mockRejectedValueOnce(new Error('no such file'));
  await expect(supervisor.start()).rejects.toThrow('no such file');
});

it('does not start a process again that refuses its settings', async () => {
  await supervisor.start();
  await diesOf({ code: refusedSettings, signal: null });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(onRefusal).toHaveBeenCalledTimes(1);
  expect(started).toHaveLength(1);
});

it('does not start a process again that was stopped', async () => {
  await supervisor.start();
  await supervisor.stop();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(1);
  expect(started[0]?.stop).toHaveBeenCalled();
});

it('cancels a pending restart when it is stopped', async () => {
  await supervisor.start();
  await diesOf(sigkill);
  await supervisor.stop();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(1);
});

it('stops a process that was still starting at the stop', async () => {
  const starting = supervisor.start();
  await supervisor.stop();
  await starting;
  expect(started[0]?.stop).toHaveBeenCalled();
});

describe('the delay before a restart', () => {
  it('waits longer each time, up to ten seconds, while a process keeps dying', () => {
    const delay = new RestartDelay();
    const delays = Array.from({ length: 8 }, () => delay.after(50));
    expect(delays).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  });

  it('starts over after ten seconds of health', () => {
    const delay = new RestartDelay();
    delay.after(50);
    delay.after(9_999);
    expect(delay.after(10_000)).toBe(200);
  });
});
