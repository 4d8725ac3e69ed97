import { fastify } from 'fastify';
import { createConnection } from 'mongoose';

/**
 * What order entry is compared with: a bare Fastify route that inserts one document per request and
 * answers once a majority has it on disk. Arguments: MongoDB URL, port.
 */
async function serve(mongoUrl: string, port: number): Promise<void> {
  const connection = await createConnection(mongoUrl).asPromise();
  const orders = connection.db!.collection('yardstick');
  const app = fastify();
  app.post('/order_endpoint', async (request) => {
    const order = { ...(request.body as object), at: new Date() };
    const { insertedId } = await orders.insertOne(order, {
      writeConcern: { w: 'majority', j: true },
    });
    return { success: true, order_id: insertedId.toHexString() };
  });
  await app.listen({ port, host: '127.0.0.1' });
}

const [mongoUrl, port] = process.argv.slice(2);
void serve(mongoUrl, Number(port)).then(() => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
