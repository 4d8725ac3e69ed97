import type { ExecutionLink, ExecutionLinks } from '@ome/engine';
import type { LinkSample, LinkSamples, OrderQueries } from '@ome/persistence';
import { latencyBucket } from '@ome/platform';
import type { BrokerSyncs } from '../brokers/broker-syncs';
import { CallTimes } from './call-times';
import { LinkSampler } from './link-sampler';

describe('LinkSampler', () => {
  const written: LinkSample[] = [];
  let storeIsUp: boolean;
  let times: CallTimes;
  let sampler: LinkSampler;

  beforeEach(() => {
    written.length = 0;
    storeIsUp = true;
    times = new CallTimes();
    const link = { name: 'rest', route: 'rest', status: { up: true } } as ExecutionLink;
    const links = { all: [link], accountsOf: () => ({ notIn: [] }) } as unknown as ExecutionLinks;
    const samples = {
      add: (sample: LinkSample) => {
        if (!storeIsUp) return Promise.reject(new Error('away'));
        return Promise.resolve(void written.push(sample));
      },
    } as LinkSamples;
    const orders = {
      workCountsOf: () => Promise.resolve({ queued: 2, sending: 1, inDoubt: 1 }),
    } as unknown as OrderQueries;
    const syncs = { streamOf: () => null } as unknown as BrokerSyncs;
    sampler = new LinkSampler(links, syncs, samples, orders, times, {
      mongodb: () => Promise.resolve(),
      redis: () => Promise.reject(new Error('away')),
    });
  });

  const of = (link: string) => written.filter((sample) => sample.link === link);

  test('writes the state of each link, MongoDB and Redis, with the calls since the last sample', async () => {
    times.answered('rest', 10);
    times.answered('rest', 10);
    times.failed('rest');
    await sampler.sample();
    await sampler.sample();

    expect(of('rest')).toMatchObject([
      { up: true, queued: 2, inDoubt: 1, failed: 1, buckets: { [latencyBucket(10)]: 2 } },
      { failed: 0, buckets: {} },
    ]);
    expect(of('mongodb')[0]).toMatchObject({ up: true, failed: 0 });
    expect(of('redis')[0]).toMatchObject({ up: false, failed: 1, buckets: {} });
  });

  test('calls that could not be saved are in the next sample', async () => {
    times.answered('rest', 10);
    storeIsUp = false;
    await sampler.sample();
    times.answered('rest', 10);
    storeIsUp = true;
    await sampler.sample();

    expect(of('rest')).toMatchObject([{ buckets: { [latencyBucket(10)]: 2 } }]);
  });
});
