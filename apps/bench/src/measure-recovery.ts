import { Pool } from 'undici';
import type { EngineProcess } from '../../dev/src/engine-process/engine-process';
import { type Figure, rate } from './figures';
import { FilledOrders } from './filled-orders';
import { repeat } from './load';
import type { EngineOptions } from './measured-engine';
import { post } from './round-trip';

/**
 * The worker is killed with orders waiting: how long until another has sent them all and told the
 * subscribers.
 */
export async function measureRecovery(
  engine: EngineProcess,
  { orders, connections }: Pick<EngineOptions, 'orders' | 'connections'>,
): Promise<Figure[]> {
  const { apiUrl, redisUrl } = engine.state;
  const filled = await FilledOrders.subscribe(redisUrl!);
  engine.pause('worker');
  const pool = new Pool(apiUrl, { connections });
  await repeat(orders, connections, () => post(pool));
  await pool.close();
  const killedAt = performance.now();
  await engine.kill('worker');
  await filled.heard(1);
  const firstMs = performance.now() - killedAt;
  await filled.heard(orders);
  const allMs = performance.now() - killedAt;
  filled.close();
  return [
    {
      what: `worker killed with ${orders} orders waiting`,
      value: `first filled after ${(firstMs / 1_000).toFixed(1)} s, then ${rate(
        (orders / (allMs - firstMs)) * 1_000,
      )}`,
    },
  ];
}
