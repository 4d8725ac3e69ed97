import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Stage } from './scenario';

/** A lease lasts 2 s. */
const beyondLeaseMs = 4_000;
const STORMS = 5;

/** Counterparties whose connections break in every way, at gateways and stores that die. */
export const fix: Scenario = {
  name: 'fix',
  about: 'orders over FIX: gateways, api, worker and MongoDB killed, connections cut and left open',
  load: 'fix',
  async disturb(stage) {
    const { engine, acknowledged, did } = stage;
    await acknowledged(0.1);
    await engine.kill('fix');
    did('fix killed');
    await acknowledged(0.2);
    for (let storm = 0; storm < STORMS; storm += 1) {
      stage.fix!.disturb('askForAll');
      stage.fix!.disturb(storm % 2 === 0 ? 'cut' : 'askForAll');
      await sleep(stage.random.integer(100, 500));
    }
    did('resends asked for, connections cut');
    await acknowledged(0.3);
    await Promise.all([engine.kill('worker'), engine.kill('api')]);
    did('worker and api killed');
    await acknowledged(0.4);
    stage.fix!.disturb('abandon');
    did('connections left open');
    await acknowledged(0.5);
    await twoHolders(stage);
    await acknowledged(0.75);
    await engine.kill('mongod');
    did('mongod killed');
    await acknowledged(0.85);
    stage.fix!.disturb('askForAll');
    await Promise.all([engine.kill('fix'), engine.kill('worker')]);
    did('fix and worker killed while messages are sent again');
  },
};

/** One gateway stalls for longer than its leases and wakes beside the one that took them over. */
async function twoHolders({ engine, fix: clients, did }: Stage): Promise<void> {
  const second = await engine.startSecondGateway();
  const forget = clients!.tellOf(second.port);
  engine.pause('fix');
  clients!.disturb('cut');
  await sleep(beyondLeaseMs);
  engine.resume('fix');
  did('fix paused, another took over');
  await sleep(beyondLeaseMs);
  forget();
  await second.stop();
  did('the other one ended');
}
