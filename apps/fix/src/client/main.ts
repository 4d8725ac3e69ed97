import { type FixMessage, utcTimestamp } from '@ome/fix';
import { parseArgs } from 'node:util';
import { FixClient } from './fix-client';

/** Fields that tell a reader what happened. */
const SHOWN: Readonly<Record<number, string>> = {
  11: 'ClOrdID',
  37: 'OrderID',
  150: 'ExecType',
  39: 'OrdStatus',
  32: 'LastQty',
  31: 'LastPx',
  151: 'LeavesQty',
  14: 'CumQty',
  6: 'AvgPx',
  58: 'Text',
};
const ENDED = new Set(['2', '4', '8', 'C']);
const PATIENCE_MS = 10_000;

function shown(message: FixMessage): string {
  const fields = Object.entries(SHOWN).flatMap(([tag, name]) => {
    const value = message.get(Number(tag));
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return `35=${message.type} ${fields.join(' ')}\n`;
}

/** Logs on as DESK44, places a limit order, and shows what it hears until the order has ended. */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '5003' },
      session: { type: 'string', default: 'DESK44' },
      account: { type: 'string', default: '42' },
      symbol: { type: 'string', default: 'ACC' },
      quantity: { type: 'string', default: '10' },
      price: { type: 'string', default: '1900' },
    },
  });
  const client = await FixClient.create({
    host: values.host,
    port: Number(values.port),
    version: 'FIX.4.4',
    senderCompId: values.session,
    targetCompId: 'OME',
    resetOnLogon: true,
  });
  const over = new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE_MS).unref();
    client.onMessage = (message) => {
      process.stdout.write(shown(message));
      if (ENDED.has(message.get(39) ?? '')) resolve();
    };
  });
  await client.connect();
  client.send('D', [
    [11, `order-${Date.now()}`],
    [1, values.account],
    [55, values.symbol],
    [207, 'NSE'],
    [54, 1],
    [60, utcTimestamp(new Date())],
    [38, values.quantity],
    [40, 2],
    [44, values.price],
  ]);
  await over;
  await client.close();
}

run().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
