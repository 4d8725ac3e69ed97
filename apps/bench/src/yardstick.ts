import { fastify } from 'fastify';
import { createConnection } from 'mongoose';
import { GroupCommit } from '@ome/event-store';

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

/**
 * What order entry is compared with, each a route of a bare Fastify: one that does nothing, one that
 * inserts a document per request, and one that shares inserts among the requests of a moment. The
 * latter two answer once a majority has the document on disk. Arguments: MongoDB URL, port.
 */
async function serve(mongoUrl: string, port: number): Promise<void> {
  const connection = await createConnection(mongoUrl).asPromise();
  const orders = connection.db!.collection('yardstick');
  const shared = new GroupCommit<object, string>(
    async (batch) => {
      const { insertedIds } = await orders.insertMany(batch, { ...DURABLE, ordered: false });
      return batch.map((_, index) => insertedIds[index].toHexString());
    },
    { maxBatch: 500, maxInFlight: 1, maxWaiting: 5_000 },
  );
  const app = fastify();
  app.post('/nothing', () => ({ success: true, order_id: 'none' }));
  app.post('/insert', async ({ body }) => {
    const { insertedId } = await orders.insertOne({ ...(body as object), at: new Date() }, DURABLE);
    return { success: true, order_id: insertedId.toHexString() };
  });
  app.post('/group_commit', async ({ body }) => ({
    success: true,
    order_id: await shared.submit({ ...(body as object), at: new Date() }),
  }));
  await app.listen({ port, host: '127.0.0.1' });
}

const [mongoUrl, port] = process.argv.slice(2);
void serve(mongoUrl, Number(port)).then(() => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
