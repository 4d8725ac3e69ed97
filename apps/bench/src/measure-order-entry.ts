import { Pool } from 'undici';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { atLeast, atMost, type Figure, inRounds } from './figures';
import { load, ORDER, repeat, REST_ORDER, type Rounds, roundsOf, type Target } from './load';
import { type EngineOptions, makeKey } from './measured-engine';
import { YardstickProcess } from './yardstick-process';

const WARM_UP_SECONDS = 5;
/** Orders whose fills the reports are: one order at a time would be a queue. */
const FILLED_ORDERS = 2_000;

/**
 * Order entry and reports against the yardsticks, in turns on the same store, so that all meet the
 * same noise. The engine has no link to send to: entry is measured by itself.
 */
export async function measureOrderEntry(
  engine: EngineProcess,
  { rounds, seconds, connections }: EngineOptions,
): Promise<Figure[]> {
  const { apiUrl, mongoUrl } = engine.state;
  const yardstick = await YardstickProcess.start(mongoUrl!);
  const key = await makeKey(engine);
  const body = JSON.stringify(ORDER);
  const orderIds = await placeOpenOrders(apiUrl, key, connections);
  const targets = {
    nothing: { url: `${yardstick.url}/nothing`, body },
    insert: { url: `${yardstick.url}/insert`, body },
    shared: { url: `${yardstick.url}/group_commit`, body },
    orderEndpoint: { url: `${apiUrl}/order_endpoint`, body, key },
    orders: { url: `${apiUrl}/orders`, body: JSON.stringify(REST_ORDER), key },
    reports: { url: `${apiUrl}/execution_endpoint`, body: fillsOf(orderIds), key },
  } satisfies Record<string, Target>;
  const names = Object.keys(targets) as (keyof typeof targets)[];
  const results = new Map(names.map((name) => [name, [] as Awaited<ReturnType<typeof load>>[]]));
  for (const name of names) await load(targets[name], connections, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      results.get(name)!.push(await load(targets[name], connections, seconds));
    }
  }
  await yardstick.stop();
  const of = (name: keyof typeof targets): Rounds => roundsOf(results.get(name)!);
  const [insert, shared] = [of('insert'), of('shared')];
  const failed = ['orderEndpoint', 'orders', 'reports'] as const;
  const refused = failed.reduce((sum, name) => sum + of(name).failed, 0);
  return [
    inRounds('a Fastify that does nothing', of('nothing')),
    inRounds('an insert per request', insert),
    inRounds('inserts shared', shared),
    ...[
      ['/order_endpoint', of('orderEndpoint')] as const,
      ['POST /orders', of('orders')] as const,
    ].flatMap(([what, ours]) => [
      inRounds(what, ours),
      atLeast(`${what}: an insert per request`, ours.perSecond / insert.perSecond, 3),
      atMost(`${what}: p99 of an insert per request`, ours.p99Ms / insert.p99Ms, 0.5),
      atLeast(`${what}: inserts shared`, ours.perSecond / shared.perSecond, 0.6),
    ]),
    inRounds('/execution_endpoint, a fill each', of('reports')),
    atLeast('fills: an insert per request', of('reports').perSecond / insert.perSecond, 2),
    {
      what: 'answers that were no success',
      value: String(refused),
      aim: { text: '0', isMet: refused === 0 },
    },
  ];
}

/** Orders that are large enough never to be filled. */
async function placeOpenOrders(
  apiUrl: string,
  key: string,
  connections: number,
): Promise<string[]> {
  const pool = new Pool(apiUrl, { connections });
  const body = JSON.stringify({ ...REST_ORDER, quantity: '1000000000' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const orderIds: string[] = [];
  await repeat(FILLED_ORDERS, connections, async () => {
    const answer = await pool.request({ method: 'POST', path: '/orders', headers, body });
    orderIds.push(((await answer.body.json()) as { orderId: string }).orderId);
  });
  await pool.close();
  return orderIds;
}

/** A fill of one share, of each order in turn. */
function fillsOf(orderIds: readonly string[]): () => string {
  let filled = 0;
  return () => {
    filled += 1;
    return JSON.stringify({
      ClOrdID: orderIds[filled % orderIds.length],
      ExecID: `bench-${filled}`,
      ExecType: 'F',
      LastQty: 1,
      LastPx: 1500.5,
    });
  };
}
