import { Decimal, foldOrder, type Order } from '@ome/domain';
import type { Connection } from 'mongoose';
import { aReport } from '../../../domain/test/builders';
import {
  answer,
  FakeHttpServer,
  type Received,
} from '../../../execution-links/src/testing/fake-http-server';
import { dropTestStore, EngineRig, openTestStore, type RigParts } from './engine-rig';

export const TAKEN = answer(200, { success: true });

export interface SendingRig {
  venue: FakeHttpServer;
  readonly store: Connection;
  /** The process that a test starts with; each test gets a new one. */
  readonly rig: EngineRig;
  /** A process on the same store, with the same clock unless another is given. */
  anotherProcess: (clock?: EngineRig['clock'], parts?: RigParts) => EngineRig;
  /** What the venue was sent. */
  posts: () => Received[];
  order: (orderId: string) => Promise<Order>;
  /** Books a report of the venue: New, unless the fields say otherwise. */
  report: (orderId: string, fields?: object) => Promise<void>;
}

/** For the specs of a file: processes that send to one venue, which accepts everything. */
export function useSendingRig(): SendingRig {
  const venue = new FakeHttpServer();
  const rigs: EngineRig[] = [];
  let connection: Connection;
  let rig: EngineRig;

  beforeAll(async () => {
    connection = await openTestStore();
  });
  afterAll(async () => {
    await dropTestStore(connection);
  });
  beforeEach(async () => {
    await venue.start();
    venue.received.length = 0;
    venue.reaction = TAKEN;
    rig = anotherProcess();
  });
  afterEach(async () => {
    await venue.stop();
    await Promise.all(rigs.splice(0).map(({ link }) => link.close()));
  });

  function anotherProcess(clock = rig?.clock, parts: RigParts = {}): EngineRig {
    const made = new EngineRig(connection, venue, rigs.length > 0 ? clock : undefined, parts);
    rigs.push(made);
    return made;
  }

  async function report(orderId: string, fields: object = {}): Promise<void> {
    const exact = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'number' ? new Decimal(value) : (value as unknown),
      ]),
    );
    const made = { ...aReport('New', { clOrdId: orderId }), ...exact };
    const booked = await rig.bookReport.execute(made, { by: 'link', requestId: null });
    expect(booked.booked).toBe(true);
  }

  return {
    venue,
    report,
    anotherProcess,
    get store() {
      return connection;
    },
    get rig() {
      return rig;
    },
    posts: () => venue.received.filter(({ method }) => method === 'POST'),
    order: async (orderId) => foldOrder(await rig.journal.read(orderId))!,
  };
}
