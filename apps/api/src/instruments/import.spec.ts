import { gzipSync } from 'node:zlib';
import type { ImportLine } from '@ome/contracts';
import { InstrumentMaster } from '@ome/engine';
import { BREEZE_SAMPLE, FLATTRADE_SAMPLE } from '@ome/listings';
import { Scope } from '@ome/platform';
import { strToU8, zipSync } from 'fflate';
import { type Answer, eventually, type Json, TestApi } from '../testing/test-api';

const HEADER = 'Exchange,Token,Lotsize,Symbol,Tradingsymbol,Instrument,Expiry,Strike,Optiontype';
const infy = 'NSE,1594,1,INFY,INFY-EQ,EQ,,,';
const itc = 'NSE,1660,1,ITC,ITC-EQ,EQ,,,';
const OCTETS = { 'content-type': 'application/octet-stream' };
const EQUITIES = 'broker=flattrade&file=NSE_Equity.csv';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());
beforeEach(() => instruments().deleteMany({}));

const instruments = () => api.store.collection('instruments');
const symbols = async (): Promise<string[]> =>
  (await instruments().find().sort({ _id: 1 }).toArray()).map(({ symbol }) => symbol);
const csv = (...lines: string[]): string => [HEADER, ...lines].join('\n');

async function send(
  query: string,
  payload: string | Uint8Array,
  headers: Record<string, string> = OCTETS,
): Promise<Answer> {
  const answer = await api.app.inject({
    method: 'POST',
    url: `/instruments/import?${query}`,
    headers,
    payload: Buffer.from(payload),
  });
  const { statusCode: status, body: text } = answer;
  return { status, headers: answer.headers, text, body: status === 200 ? null : answer.json() };
}
async function lines(query: string, payload: string | Uint8Array): Promise<ImportLine[]> {
  const { status, text, headers } = await send(query, payload);
  expect({ status, text: text.slice(0, 300) }).toMatchObject({ status: 200 });
  expect(headers['content-type']).toBe('application/x-ndjson');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportLine);
}

describe('POST /instruments/import', () => {
  it('writes a file and reports progress; a repeat writes nothing', async () => {
    const odd = Array.from({ length: 12 }, () => 'NSE,1,0,INFY,INFY-EQ,EQ,,,');
    const index = 'NSE,26000,1,Nifty 50,Nifty 50,INDEX,,,';
    const file = 'NSE_Equity.csv';
    const told = await lines(EQUITIES, csv(infy, itc, index, ...odd));
    expect(told[0]).toEqual({ type: 'read', file, rows: 2, faults: 12, passedOver: 1 });
    expect(told.filter(({ type }) => type === 'fault')).toHaveLength(10);
    expect(told[1]).toEqual({ type: 'fault', file, line: 5, text: 'lotsize 0 is not above zero' });
    expect(told.slice(-2)).toEqual([
      { type: 'progress', file, written: 2, of: 2 },
      { type: 'done', perExchange: { NSE: 2 }, written: 2, removed: 0 },
    ]);
    expect(await symbols()).toEqual(['INFY', 'ITC']);

    expect((await lines(EQUITIES, csv(infy, itc))).slice(1)).toEqual([
      { type: 'done', perExchange: { NSE: 2 }, written: 0, removed: 0 },
    ]);
  });

  it('removes unlisted and expired instruments, and none of other files', async () => {
    const past = 'NFO,1,75,NIFTY,NIFTY21AUG25F,FUTIDX,21-AUG-2025,0,XX';
    const future = 'NFO,2,75,NIFTY,NIFTY29DEC33F,FUTIDX,29-DEC-2033,0,XX';
    await lines(EQUITIES, csv(infy, itc));
    await lines('broker=flattrade&file=Nfo.csv', csv(past, future));
    expect((await lines(EQUITIES, csv(itc))).at(-1)).toMatchObject({ written: 0, removed: 2 });
    expect(await symbols()).toEqual(['NIFTY29DEC33F', 'ITC']);
  });

  it('accepts the archive of Breeze, and gzip', async () => {
    const entries = BREEZE_SAMPLE.map(({ name, text }) => [name, strToU8(text)] as const);
    const archive = zipSync(Object.fromEntries(entries));
    const told = await lines('broker=breeze&file=SecurityMaster.zip', archive);
    expect(told.filter(({ type }) => type === 'read')).toHaveLength(4);
    const { perExchange } = told.at(-1) as ImportLine & { type: 'done' };
    expect(Object.keys(perExchange)).toEqual(['NSE', 'BSE', 'NFO', 'BFO']);

    const [{ name, text }] = FLATTRADE_SAMPLE;
    const packed = await lines(`broker=flattrade&file=${name}.gz`, gzipSync(text));
    expect(packed[0]).toMatchObject({ type: 'read', file: name, faults: 0 });
    expect(await instruments().countDocuments({ broker: 'flattrade', source: name })).toBe(11);
  });

  it('applies the terms of a later day from that day on', async () => {
    const { name, text } = BREEZE_SAMPLE.find((file) => file.name === 'FONSEScripMaster.txt')!;
    const query = `broker=breeze&file=${name}`;
    const shown = async () => {
      const { body } = await api.get('/instruments/NFO/INFY29DEC26C1500');
      return body.items.map(({ lotSize, freezeQty }: Json) => `${lotSize} ${freezeQty}`);
    };
    const changed = (lot: string, freeze: string) =>
      text.replaceAll(',16000,400,400,', `,${freeze},${lot},${lot},`);
    await lines(`${query}&validFrom=2026-01-01`, text);
    const before = await shown();
    await lines(`${query}&validFrom=2099-01-01`, changed('350', '14000'));
    expect(await shown()).toEqual(before);
    await lines(`${query}&validFrom=2026-02-01`, changed('300', '12000'));
    expect(await shown()).not.toEqual(before);
    expect((await send(`${query}&validFrom=soon`, text)).body).toMatchObject({
      errors: [{ field: 'validFrom' }],
    });
  });

  it.each([
    [
      EQUITIES,
      csv('NSE,1,x,INFY,INFY-EQ,EQ,,,'),
      'lotsize',
      'x must be a decimal number, on line 2',
    ],
    [EQUITIES, '<html>Not found</html>', 'exchange', 'is missing in the header, on line 1'],
    [EQUITIES, csv(infy, `NSE,1,1,"${'x'.repeat(70_000)}`), 'row', 'cannot be read, on line 3'],
  ])(
    '%s: what is broken is a 422 that changes nothing: %#',
    async (query, text, field, message) => {
      await lines(EQUITIES, csv(itc));
      const { status, body } = await send(query, text);
      expect(status).toBe(422);
      expect(body).toMatchObject({ title: 'Unprocessable Content', errors: [{ field, message }] });
      expect(body.detail).toMatch(/^NSE_Equity\.csv /);
      expect(await symbols()).toEqual(['ITC']);
    },
  );

  it('changes nothing if one file of an archive is broken', async () => {
    const [good] = BREEZE_SAMPLE;
    const files = { [good.name]: strToU8(good.text), 'FONSEScripMaster.txt': strToU8('broken') };
    const { status, body } = await send('broker=breeze&file=a.zip', zipSync(files));
    expect([status, body.detail]).toEqual([
      422,
      expect.stringMatching(/^FONSEScripMaster.txt has/),
    ]);
    expect((await send('broker=breeze&file=a.zip', strToU8('PK broken'))).status).toBe(422);
    expect(await symbols()).toEqual([]);
  });

  it('reports a failure of the store in the answer and in the audit', async () => {
    const master = api.app.get(InstrumentMaster, { strict: false });
    jest.spyOn(master, 'removeUnlisted').mockRejectedValueOnce(new Error('no'));
    const { text } = await send(EQUITIES, csv(infy));
    expect(JSON.parse(text.trimEnd().split('\n').at(-1)!)).toEqual({
      type: 'failed',
      detail: expect.stringContaining('The engine failed'),
    });
    const { body } = await api.get('/audit?action=instruments.import&limit=1');
    expect(body.items).toMatchObject([
      { subject: 'flattrade NSE_Equity.csv', outcome: 'failed', summary: '' },
    ]);
  });

  it.each([
    ['file=a.csv', 'broker'],
    ['broker=flattrade', 'file'],
    ['broker=flattrade&file=../a.csv', 'file'],
    ['broker=breeze&file=a.zip&unit=dollars', 'unit'],
    ['broker=flattrade&file=a.csv&unit=paise', 'unit'],
  ])('?%s is a bad request', async (query, field) => {
    const { status, body } = await send(query, csv(infy));
    expect([status, body.errors[0].field]).toEqual([400, field]);
  });

  it('refuses an Idempotency-Key, as it needs none', async () => {
    expect((await send(EQUITIES, csv(infy), { ...OCTETS, 'idempotency-key': 'k' })).status).toBe(
      400,
    );
    expect(await symbols()).toEqual([]);
  });

  it('accepts only files, which no other route accepts', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await send(EQUITIES, '{}', json)).status).toBe(415);
    expect((await send(EQUITIES, '', {})).status).toBe(415);
    expect((await api.post('/orders', 'x', OCTETS)).status).toBe(415);
  });

  it('is for ops', async () => {
    const { token } = await api.store.addKey([Scope.Orders]);
    expect((await send(EQUITIES, csv(infy), { ...OCTETS, 'x-api-key': token })).status).toBe(403);
  });

  it('refuses files that are too large, with or without Content-Length', async () => {
    const url = `${await api.listen()}/instruments/import?${EQUITIES}`;
    const flood = new Uint8Array(65 * 1024 * 1024);
    const streamed = new Blob([flood]).stream();
    for (const body of [flood, streamed]) {
      const init = { method: 'POST', headers: OCTETS, body, duplex: 'half' };
      const answer = await fetch(url, init as RequestInit);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ title: 'Content Too Large' });
    }
  });

  it('takes one at a time, and tells the others to come back', async () => {
    const master = api.app.get(InstrumentMaster);
    let proceed = (): void => undefined;
    const held = new Promise<void>((resolve) => (proceed = resolve));
    const write = master.write.bind(master);
    const spy = jest.spyOn(master, 'write').mockImplementation(async (...given) => {
      await held;
      return write(...given);
    });
    const first = send(EQUITIES, csv(infy));
    await eventually(() => expect(spy).toHaveBeenCalled());
    const second = await send(EQUITIES, csv(itc));
    expect([second.status, second.headers['retry-after']]).toEqual([503, '2']);
    proceed();
    expect((await first).status).toBe(200);
    expect(await symbols()).toEqual(['INFY']);
    spy.mockRestore();
    expect((await send(EQUITIES, csv(infy, itc))).status).toBe(200);
  });

  it('refuses an archive that holds a file twice', async () => {
    const [file] = BREEZE_SAMPLE;
    const entry = strToU8(file.text);
    const twice = zipSync({ [file.name]: entry, [`copy/${file.name}`]: entry });
    const { status, body } = await send('broker=breeze&file=SecurityMaster.zip', twice);
    const detail = expect.stringContaining(`holds ${file.name} more than once`);
    expect([status, body.detail]).toEqual([422, detail]);
    expect(await symbols()).toEqual([]);
  });
});
