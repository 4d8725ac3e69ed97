import type { Connection, Model } from 'mongoose';
import { dropTestStore, openTestStore } from '../testing/test-store';
import type { AuditEntryRecord } from './audit-entry.schema';
import { AuditStore, type NewAuditEntry } from './audit-store';
import { AuditVerification } from './audit-verification';

let connection: Connection;
let model: Model<AuditEntryRecord>;

beforeAll(async () => {
  connection = await openTestStore();
  model = connection.models.AuditEntryRecord as Model<AuditEntryRecord>;
});
afterAll(() => dropTestStore(connection));
beforeEach(async () => void (await model.deleteMany()));

const entry = (fields: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: new Date(),
  by: 'key',
  action: 'risk.limits.set',
  subject: '42',
  summary: 'maxOrderQty 7',
  requestId: null,
  ...fields,
});

/** Some entries by two processes at once, each settled but for the last. */
async function written(count = 6): Promise<string[]> {
  const stores = [new AuditStore(model), new AuditStore(model)];
  const ids = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const store = stores[index % 2];
      const id = await store.begin(entry());
      if (index < count - 1) await store.settle(id, 'done', null);
      return id;
    }),
  );
  return ids.sort();
}

const verify = () => new AuditVerification(model.collection as never).run();
const stored = (id: string) => ({ _id: new model.base.Types.ObjectId(id) });

test('what nobody meddled with holds together, over processes and their restarts', async () => {
  await written();
  await written(2);
  const { faults, ...found } = await verify();
  expect([found, faults]).toEqual([{ entries: 8, chains: 4, outside: 0, faultCount: 0 }, []]);
});

test.each<[string, object, string]>([
  ['its summary', { summary: 'maxOrderQty 70000' }, 'was changed'],
  ['who it was', { by: 'another' }, 'was changed'],
  ['when', { at: new Date(0) }, 'was changed'],
  ['its outcome', { outcome: 'refused' }, 'was changed'],
  ['why', { reason: 'something else' }, 'was changed'],
])('an entry is found that was changed: %s', async (_what, change, text) => {
  const [, id] = await written();
  await model.collection.updateOne(stored(id), { $set: change });
  expect((await verify()).faults).toContainEqual({ id, text });
});

test('an outcome is found that somebody made up', async () => {
  const id = await new AuditStore(model).begin(entry());
  await model.collection.updateOne(stored(id), { $set: { outcome: 'done' } });
  expect((await verify()).faults).toEqual([{ id, text: 'has an outcome that is in no chain' }]);
});

test('that an entry was taken out is found', async () => {
  const store = new AuditStore(model);
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    ids.push(await store.begin(entry()));
    await store.settle(ids[index], 'done', null);
  }
  await model.collection.deleteOne(stored(ids[1]));
  expect((await verify()).faults).toEqual([{ id: ids[2], text: 'follows an entry that is gone' }]);
});

test('that all of an earlier process was taken out is found', async () => {
  const first = await new AuditStore(model).begin(entry());
  const second = await new AuditStore(model).begin(entry());
  await model.collection.deleteOne(stored(first));
  expect((await verify()).faults).toEqual([
    { id: second, text: 'follows another entry than it says' },
  ]);
});

test('a word that may not have been stored breaks no chain', async () => {
  const store = new AuditStore(model);
  await store.begin(entry());
  const insert = jest.spyOn(model.collection, 'insertOne');
  insert.mockRejectedValueOnce(new Error('the connection was cut'));
  await expect(store.begin(entry())).rejects.toThrow('cut');
  insert.mockRestore();
  await store.settle(await store.begin(entry()), 'refused', 'no');
  expect(await verify()).toMatchObject({ entries: 2, chains: 2, faultCount: 0 });
});

test('the first word on an entry stands, and the second leaves no gap', async () => {
  const store = new AuditStore(model);
  const id = await store.begin(entry());
  await store.settle(id, 'done', null);
  await store.settle(id, 'failed', 'late');
  await store.settle(await store.begin(entry()), 'done', null);
  expect(await verify()).toMatchObject({ entries: 2, faultCount: 0 });
});

test('what expires is in no chain, so that it may', async () => {
  const store = new AuditStore(model);
  const id = await store.begin(entry({ expiresAt: new Date() }));
  await store.settle(id, 'done', null);
  await store.begin(entry());
  await model.collection.deleteOne(stored(id));
  expect(await verify()).toMatchObject({ entries: 1, outside: 0, faultCount: 0 });
});

test('outcomes that are written long after their requests break no chain', async () => {
  const store = new AuditStore(model);
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.push(await store.begin(entry()));
  for (const id of ids.toReversed()) await store.settle(id, 'done', null);
  expect(await verify()).toMatchObject({ entries: 5, chains: 1, faultCount: 0 });
  await model.collection.deleteOne(stored(ids[4]));
  expect((await verify()).faults.map(({ text }) => text)).toEqual([
    'follows an entry that is gone',
  ]);
});
