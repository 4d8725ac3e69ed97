import { OmeProblem } from '@ome/client';
import type {
  ConnectivityView,
  InspectionView,
  LinkConnectivityView,
  ReadinessView,
  WorkerView,
} from '@ome/contracts';
import { Command } from 'commander';
import { NeedsAPerson } from '../exit-code';
import { example } from '../options';
import { reading } from '../reading';
import type { OpenSession, Session } from '../session';
import type { Column } from '../table';

interface Finding {
  /** What was looked at. */
  check: string;
  state: 'ok' | 'warning' | 'fault' | 'unknown';
  found: string;
  /** What a person can do; null if there is nothing to do. */
  remedy: string | null;
}

const FINDINGS: Column<Finding>[] = [
  { head: 'CHECK', value: ({ check }) => check },
  { head: 'STATE', value: ({ state }) => state },
  { head: 'FOUND', wraps: true, value: ({ found }) => found },
  { head: 'REMEDY', wraps: true, value: ({ remedy }) => remedy },
];

export function doctorCommand(open: OpenSession): Command {
  const command = new Command('doctor').description(
    'examines a running engine, and says what to do; needs the scope ops for most of it',
  );
  reading(command, open, async (session) => {
    const findings = await examine(session);
    session.list({ items: findings }, FINDINGS);
    const faults = findings.filter(({ state }) => state === 'fault').length;
    if (faults > 0) throw new NeedsAPerson(`${faults} of ${findings.length} checks found a fault.`);
  });
  return example(command, 'doctor');
}

async function examine({ client }: Session): Promise<Finding[]> {
  const readiness = await client.health.ready();
  const parts = [
    permitted('connectivity', async () => {
      const asked = Date.now();
      const connectivity = await client.connectivity.show();
      return ofConnectivity(connectivity, [asked, Date.now()]);
    }),
    permitted('stores', async () => ofInspection(await client.inspection.show())),
    permitted('reports', async () => {
      const { items, nextCursor } = await client.ops.unmatchedReports({ limit: 100 });
      const many = items.length + (nextCursor ? '+' : '');
      return items.length === 0
        ? ok('reports', 'every report is booked')
        : warning('reports', `${many} reports wait for a person`, 'see Exceptions in the console');
    }),
    permitted('trade post', async () => {
      const { items, nextCursor } = await client.ops.undelivered({ limit: 100 });
      if (items.length === 0) return ok('trade post', 'every fill is delivered');
      const many = items.length + (nextCursor ? '+' : '');
      const text = `${many} fills are not accepted: ${items[0].lastError}`;
      return warning('trade post', text, 'mend the receiver; they are sent again by themselves');
    }),
  ];
  return [...ofReadiness(readiness), ...(await Promise.all(parts)).flat()];
}

/** A key may not see everything. */
async function permitted(
  check: string,
  examined: () => Promise<Finding | Finding[]>,
): Promise<Finding | Finding[]> {
  try {
    return await examined();
  } catch (error) {
    if (!(error instanceof OmeProblem)) throw error;
    const remedy = error.status === 403 ? 'use a key with the scopes ops and admin' : null;
    return { check, state: 'unknown', found: error.detail, remedy };
  }
}

const ok = (check: string, found: string): Finding => ({
  check,
  state: 'ok',
  found,
  remedy: null,
});
const warning = (check: string, found: string, remedy: string): Finding => ({
  check,
  state: 'warning',
  found,
  remedy,
});
const fault = (check: string, found: string, remedy: string): Finding => ({
  check,
  state: 'fault',
  found,
  remedy,
});

function ofReadiness({ status, checks }: ReadinessView): Finding[] {
  const engine =
    status === 'unavailable'
      ? fault('engine', 'it serves no requests', 'start with the stores below')
      : status === 'degraded'
        ? warning('engine', 'it serves, but not everything works', 'see below')
        : ok('engine', 'it serves');
  if (!checks) return [engine];
  const { queues, calendar, histories } = checks;
  return [
    engine,
    calendar.state === 'valid'
      ? ok('calendar', 'it reaches today')
      : fault('calendar', calendar.text, 'set the calendar of the exchange for this year'),
    histories.state === 'setAside'
      ? fault('histories', `${histories.count} cannot be read`, 'GET /ops/set-aside lists them')
      : ok('histories', histories.state),
    'inDoubt' in queues && queues.inDoubt > 0
      ? fault('orders', `${queues.inDoubt} are in doubt`, 'ome waiting, then ome resolve')
      : ok('orders', 'none is in doubt'),
  ];
}

const CLOCK_TOLERANCE_MS = 2_000;
const FULL = 0.9;

/** @param between when it was asked and answered, by this machine's clock in milliseconds */
function ofConnectivity(
  { at, mongodb, redis, workers, links }: ConnectivityView,
  between: [asked: number, answered: number],
): Finding[] {
  const skewMs = Math.max(between[0] - Date.parse(at), Date.parse(at) - between[1]);
  const memory =
    redis.maxMemoryBytes && redis.usedMemoryBytes
      ? redis.usedMemoryBytes / redis.maxMemoryBytes
      : 0;
  const behind = mongodb.members?.find(({ healthy }) => !healthy);
  const findings = [
    skewMs > CLOCK_TOLERANCE_MS
      ? warning(
          'clock',
          `the engine's differs from this machine's by ${Math.round(skewMs / 1_000)} s`,
          'run NTP on both',
        )
      : ok('clock', "it agrees with this machine's"),
    mongodb.state === 'down'
      ? fault('MongoDB', 'down', 'orders are refused until it is back')
      : behind
        ? fault('MongoDB', `${behind.name} is ${behind.state}`, 'restart that member')
        : ok('MongoDB', `answers in ${mongodb.latencyMs} ms`),
    redis.state === 'down'
      ? fault('Redis', 'down', 'orders are accepted, and sent once it is back')
      : memory > FULL
        ? fault('Redis', 'its memory is nearly full', 'raise maxmemory')
        : ok('Redis', `answers in ${redis.latencyMs} ms`),
  ];
  if (workers.length === 0) findings.push(fault('workers', 'none runs', 'start a worker'));
  return [...findings, ...workers.map(ofWorker), ...links.map(ofLink)];
}

function ofWorker({ worker, state, reportedAt, sweeps }: WorkerView): Finding {
  const check = `worker ${worker}`;
  const failing = sweeps.find(({ error }) => error !== null);
  if (state === 'silent') return fault(check, `silent since ${reportedAt}`, 'look at its log');
  return failing
    ? fault(check, `${failing.name} fails: ${failing.error}`, 'look at its log')
    : ok(check, 'alive');
}

function ofLink({ route, state, lastError, login, stream, budget }: LinkConnectivityView): Finding {
  const check = `link ${route}`;
  if (login?.state === 'loginNeeded') return fault(check, 'not logged in', `log in: ${login.url}`);
  if (state !== 'up') return fault(check, lastError ?? state, 'orders wait until it is up');
  if (stream && !stream.open) {
    return warning(check, `its order stream is cut since ${stream.since}`, 'the book is polled');
  }
  return budget?.pausedUntil
    ? warning(check, `the broker's rate limit: paused until ${budget.pausedUntil}`, 'wait')
    : ok(check, 'up');
}

const LATE_FOLLOWER_S = 60;

function ofInspection({ followers, queues }: InspectionView): Finding[] {
  const late = followers.filter(({ ageSeconds }) => ageSeconds > LATE_FOLLOWER_S);
  const failed = queues?.filter(({ counts }) => counts.failed > 0) ?? [];
  return [
    late.length === 0
      ? ok('feed', 'every follower is up to date')
      : warning(
          'feed',
          late.map(({ name, ageSeconds }) => `${name} stands ${ageSeconds} s back`).join(', '),
          'it may have nothing to read; else look at the worker that serves it',
        ),
    failed.length === 0
      ? ok('queues', 'no job failed for good')
      : warning('queues', failed.map(({ name }) => name).join(', '), 'see Queues in the console'),
  ];
}
