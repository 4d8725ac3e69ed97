import { linkQueue, type NudgeJob, type OrderEventMessage } from '@ome/contracts';
import { OrderFollowers } from '@ome/engine';
import { Queue } from 'bullmq';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../../platform/src/testing/eventually';
import { BullNudger } from './bull-nudger';
import { CachedOrderFollowers } from './cached-order-followers';
import { RedisAnnouncer } from './redis-announcer';
import { connectRedis, connectSubscriber } from './redis-connection';
import { subscribeToRiskNudges, RedisRiskNudger } from './redis-risk-nudger';
import { RedisSendingProcesses } from './redis-sending-processes';

/** A Redis database for this spec only: specs of the API use those of the workers. */
function redisUrl(): string {
  const url = new URL(process.env.REDIS_URL!);
  url.pathname = '/9';
  return url.href;
}

const NOBODY_THERE = 'redis://127.0.0.1:1';

/** A channel for this spec only. */
const END = 'messaging-spec-end';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('on Redis', () => {
  let redis: Redis;

  beforeAll(async () => {
    redis = new Redis(redisUrl());
    await redis.flushdb();
  });
  afterAll(async () => {
    await redis.flushdb();
    await redis.quit();
  });

  describe('BullNudger', () => {
    let queue: Queue<NudgeJob>;

    beforeEach(async () => {
      queue = new Queue<NudgeJob>(linkQueue('spec'), { connection: { url: redisUrl() } });
      await queue.obliterate({ force: true });
    });
    afterEach(() => queue.close());

    const on = (link: string, orderId: string) => ({ link, orderId, account: '42' });
    const routeOf = ({ link }: { link: string }) => link;
    const nudger = () => new BullNudger(redisUrl(), routeOf, () => true);
    const jobs = async () => (await queue.getJobs(['wait'])).map(({ data }) => data);
    const nudged = async () => (await jobs()).flatMap(({ orderIds }) => orderIds);

    test('orders accepted together share a job, without duplicates', async () => {
      const made = nudger();
      for (const orderId of ['a', 'b', 'a', 'c']) made.nudge(on('spec', orderId));
      await eventually(async () =>
        expect(await jobs()).toEqual([
          { schemaVersion: 1, orderIds: ['a', 'b', 'c'], urgent: false },
        ]),
      );
      await made.close();
    });

    test('urgent jobs come first', async () => {
      const made = nudger();
      made.nudge(on('spec', 'a'));
      await eventually(async () => expect(await jobs()).toHaveLength(1));
      made.nudge(on('spec', 'b'), 'urgent');
      await eventually(async () => {
        const next = await queue.getJobs(['wait'], 0, -1, true);
        expect(next.map(({ data }) => data.orderIds)).toEqual([['b'], ['a']]);
      });
      await made.close();
    });

    test('each route has its own queue', async () => {
      const made = nudger();
      made.nudge(on('spec', 'a'));
      made.nudge(on('other', 'b'));
      await eventually(async () => expect(await nudged()).toEqual(['a']));
      await made.close();
    });

    test('a queue without a consumer is limited', async () => {
      const left = Array.from({ length: 5_000 }, () => ({
        name: 'nudge',
        data: { orderIds: [], urgent: false },
      }));
      await queue.addBulk(left);
      const made = nudger();
      // The first call starts a count; urgent jobs are added whatever the count is.
      made.nudge(on('spec', 'a'), 'urgent');
      await eventually(async () => expect(await nudged()).toEqual(['a']));
      await pause(200);
      made.nudge(on('spec', 'b'));
      made.nudge(on('spec', 'c'), 'urgent');
      await eventually(async () => expect(await nudged()).toContain('c'));
      await pause(100);
      expect((await nudged()).sort()).toEqual(['a', 'c']);
      await made.close();
    });

    test('without Redis it neither throws nor blocks', async () => {
      const made = new BullNudger(NOBODY_THERE, routeOf, () => true);
      made.nudge(on('spec', 'a'));
      await pause(50);
      await made.close();
    });

    test('orders gathered at shutdown are left to the sweeper', async () => {
      const made = nudger();
      made.nudge(on('spec', 'a'));
      await made.close();
      await pause(50);
      expect(await jobs()).toEqual([]);
    });
  });

  describe('RedisAnnouncer', () => {
    const aMessage = (orderId: string, fill = false): OrderEventMessage => ({
      v: 1,
      id: 'e',
      orderId,
      seq: 1,
      type: fill ? 'Trade' : 'New',
      at: 'now',
      order: { orderId } as OrderEventMessage['order'],
      ...(fill && {
        fill: { execId: 'x', quantity: '1', price: '2', exchange: 'NSE', at: 'now' },
      }),
    });

    /** All messages on our channels while something is announced. */
    async function heard(
      legacy: boolean,
      events: Parameters<RedisAnnouncer['announce']>[0],
    ): Promise<[string, OrderEventMessage][]> {
      const subscriber = new Redis(redisUrl());
      const found: [string, OrderEventMessage][] = [];
      subscriber.on('pmessage', (_pattern, channel: string, text: string) => {
        const message = JSON.parse(text) as OrderEventMessage & { order_id?: string };
        if ((message.orderId ?? message.order_id)?.startsWith('spec-')) {
          found.push([channel, message]);
        }
      });
      await subscriber.psubscribe('ome.*', 'entry_send', END);
      const ended = new Promise<void>((resolve) =>
        subscriber.on('pmessage', (_pattern, channel: string) => channel === END && resolve()),
      );
      await new RedisAnnouncer(redis, legacy).announce(events);
      // Messages arrive in the order of publication.
      await redis.publish(END, '{}');
      await ended;
      await subscriber.quit();
      return found;
    }

    test('an event is published on the channels of its order, of its users, and of all orders', async () => {
      const message = aMessage('spec-1');
      const found = await heard(false, [{ message, userIds: ['7', '8'] }]);

      expect(found.map(([channel]) => channel)).toEqual([
        'ome.orders',
        'ome.order.spec-1',
        'ome.user.7',
        'ome.user.8',
      ]);
      for (const [, text] of found) expect(text).toEqual(message);
    });

    test('a fill is published on the channel of fills too', async () => {
      const found = await heard(false, [{ message: aMessage('spec-2', true), userIds: [] }]);
      expect(found.map(([channel]) => channel)).toEqual([
        'ome.orders',
        'ome.order.spec-2',
        'ome.fills',
      ]);
    });

    test('the legacy channel gets the followers of an order with an execution', async () => {
      const found = await heard(true, [
        { message: aMessage('spec-3', true), userIds: ['7', '8'] },
        { message: aMessage('spec-4'), userIds: ['7'] },
      ]);
      expect(found.filter(([channel]) => channel === 'entry_send')).toEqual([
        ['entry_send', { order_id: 'spec-3', users: ['7', '8'] }],
      ]);
    });

    test('many events are published in order', async () => {
      const events = Array.from({ length: 1_000 }, (_, index) => ({
        message: { ...aMessage('spec-5'), seq: index },
        userIds: [],
      }));
      const found = await heard(false, events);
      const seqs = found.flatMap(([channel, { seq }]) => (channel === 'ome.orders' ? [seq] : []));
      expect(seqs).toEqual(events.map(({ message }) => message.seq));
    });

    test('without Redis it rejects, so that the feed waits', async () => {
      const down = connectRedis(NOBODY_THERE);
      const announcer = new RedisAnnouncer(down, false);
      await expect(
        announcer.announce([{ message: aMessage('spec-6'), userIds: [] }]),
      ).rejects.toThrow();
      down.disconnect();
    });
  });

  describe('RedisRiskNudger', () => {
    test('every process receives a new version of limits and switches', async () => {
      // Other databases of this Redis receive it as well.
      const version = Date.now();
      const subscribers = [connectSubscriber(redisUrl()), connectSubscriber(redisUrl())];
      const heard: number[] = [];
      for (const subscriber of subscribers) {
        await subscribeToRiskNudges(subscriber, (each) => each === version && heard.push(each));
      }
      new RedisRiskNudger(redis).nudge(version);
      await eventually(() => expect(heard).toEqual([version, version]));
      for (const subscriber of subscribers) subscriber.disconnect();
    });

    test('the log says once that Redis refuses the password', async () => {
      await redis.call('ACL', 'SETUSER', 'spec', 'on', '>right', '+@all');
      const said: unknown[] = [];
      const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((text) => {
        said.push(text);
      });
      const refused = connectRedis(redisUrl().replace('redis://', 'redis://spec:wrong@'));
      let attempts = 0;
      refused.on('error', () => (attempts += 1));
      await eventually(() => expect(attempts).toBeGreaterThan(1));
      refused.disconnect();
      warn.mockRestore();
      await redis.call('ACL', 'DELUSER', 'spec');
      expect(said).toEqual([expect.stringMatching(/^Redis cannot be used: WRONGPASS/)]);
    });

    test('without Redis it does not throw', async () => {
      const away = connectRedis(NOBODY_THERE);
      new RedisRiskNudger(away).nudge(7);
      away.disconnect();
    });
  });

  describe('RedisSendingProcesses', () => {
    /** What an older version does, in a process of its own. */
    const subscribing = (channel: string) =>
      spawn(process.execPath, [
        '-e',
        `new (require('ioredis'))('${redisUrl()}').subscribe('${channel}').then(console.log)`,
      ]);

    test('a stopped process has not ended, a killed one has', async () => {
      const own = new RedisSendingProcesses('own', redis, connectSubscriber(redisUrl()));
      const child = subscribing('ome.process.child');
      await once(child.stdout, 'data');
      child.kill('SIGSTOP');
      expect(await own.hasEnded('child')).toBe(false);
      await eventually(async () => expect(await own.hasEnded('own')).toBe(false));

      child.kill('SIGKILL');
      await eventually(async () => expect(await own.hasEnded('child')).toBe(true));
      own.onApplicationShutdown();
      await eventually(async () => expect(await own.hasEnded('own')).toBe(true));
    });

    test('without Redis nothing is known to have ended', async () => {
      const away = connectRedis(NOBODY_THERE);
      const processes = new RedisSendingProcesses('own', away, connectSubscriber(redisUrl()));
      expect(await processes.hasEnded('child')).toBe(false);
      processes.onApplicationShutdown();
      away.disconnect();
    });
  });

  describe('CachedOrderFollowers', () => {
    /** The source, which counts its reads. */
    class Source extends OrderFollowers {
      readonly known = new Map<string, string[]>();
      asked = 0;

      async add(orderId: string, userId: string): Promise<void> {
        this.known.set(orderId, [...(this.known.get(orderId) ?? []), userId]);
      }

      async remove(orderId: string, userId: string): Promise<void> {
        this.known.set(
          orderId,
          (this.known.get(orderId) ?? []).filter((one) => one !== userId),
        );
      }

      async byOrder(orderIds: string[]): Promise<Map<string, string[]>> {
        this.asked += 1;
        return new Map([...this.known].filter(([orderId]) => orderIds.includes(orderId)));
      }
    }

    test('are read once, and again after a change', async () => {
      const source = new Source();
      const followers = new CachedOrderFollowers(source, redis);
      await followers.add('f-1', '7');
      for (let time = 0; time < 3; time += 1) {
        expect((await followers.byOrder(['f-1'])).get('f-1')).toEqual(['7']);
      }
      expect(source.asked).toBe(1);

      await followers.add('f-1', '8');
      expect((await followers.byOrder(['f-1'])).get('f-1')).toEqual(['7', '8']);
      await followers.remove('f-1', '7');
      expect((await followers.byOrder(['f-1'])).get('f-1')).toEqual(['8']);
    });

    test('an order without followers has none', async () => {
      const followers = new CachedOrderFollowers(new Source(), redis);
      expect(await followers.byOrder(['f-2'])).toEqual(new Map([['f-2', []]]));
      expect(await followers.byOrder([])).toEqual(new Map());
    });

    test('a copy that a slow reader stored after the change does not stay', async () => {
      const source = new Source();
      const followers = new CachedOrderFollowers(source, redis);
      await followers.add('f-3', '7');
      await redis.set('ome:followers:f-3', '["stale"]');
      expect((await followers.byOrder(['f-3'])).get('f-3')).toEqual(['stale']);

      await pause(1_200);
      expect((await followers.byOrder(['f-3'])).get('f-3')).toEqual(['7']);
    });

    test('can be changed without Redis', async () => {
      const source = new Source();
      const down = connectRedis(NOBODY_THERE);
      await new CachedOrderFollowers(source, down).add('f-4', '7');
      expect(source.known.get('f-4')).toEqual(['7']);
      down.disconnect();
    });
  });
});
