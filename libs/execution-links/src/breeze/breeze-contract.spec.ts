import { decimal } from '@ome/domain';
import fc from 'fast-check';
import {
  type BreezeContract,
  contractFields,
  contractOfLabel,
  labelOf,
  parseBreezeDate,
  parseContract,
  type RawContract,
} from './breeze-contract';

const reliance: BreezeContract = {
  product: 'cash',
  stock_code: 'RELIND',
  exchange_code: 'NSE',
};
const iciciFuture: BreezeContract = {
  product: 'futures',
  stock_code: 'ICIBAN',
  exchange_code: 'NFO',
  expiry_date: '2022-08-25',
};
const niftyCall: BreezeContract = {
  product: 'options',
  stock_code: 'NIFTY',
  exchange_code: 'NFO',
  expiry_date: '2026-10-20',
  right: 'call',
  strike_price: decimal(25000),
};

describe('fields of a request', () => {
  it('are what the clients of Breeze send', () => {
    expect(contractFields(iciciFuture)).toEqual({
      stock_code: 'ICIBAN',
      exchange_code: 'NFO',
      product: 'futures',
      expiry_date: '2022-08-25T06:00:00.000Z',
      right: 'others',
      strike_price: '0',
    });
    expect(contractFields(niftyCall)).toMatchObject({ right: 'call', strike_price: '25000' });
    expect(contractFields(reliance)).toMatchObject({ expiry_date: '', right: '' });
  });

  const said: [string, RawContract, BreezeContract][] = [
    [
      'a reply',
      {
        stock_code: 'NIFTY',
        exchange_code: 'NFO',
        product: 'Options',
        expiry_date: '20-Oct-2026',
        right: 'Call',
        strike_price: 25000,
      },
      niftyCall,
    ],
    [
      'a feed frame',
      {
        stock_code: 'NIFTY ',
        exchange_code: 'NFO',
        expiry_date: '20-Oct-2026',
        right: 'C',
        strike_price: '25000.00',
      },
      niftyCall,
    ],
    [
      'a future in a reply',
      {
        stock_code: 'ICIBAN',
        exchange_code: 'NFO',
        product: 'Futures',
        expiry_date: '25-Aug-2022',
        right: 'Others',
        strike_price: '0',
      },
      iciciFuture,
    ],
    [
      'a share',
      { stock_code: 'RELIND', exchange_code: 'NSE', product: 'Cash', right: null },
      reliance,
    ],
    ['a share on margin', { stock_code: 'RELIND', exchange_code: 'NSE', product: 'mtf' }, reliance],
  ];
  it.each(said)('are read from %s', (_, fields, contract) => {
    expect(parseContract(fields)).toEqual(contract);
  });

  const option = { stock_code: 'NIFTY', exchange_code: 'NFO', expiry_date: '2026-10-20' };
  it.each<[string, RawContract]>([
    ['an unknown exchange', { ...option, exchange_code: 'MCX' }],
    ['no expiry', { stock_code: 'NIFTY', exchange_code: 'NFO' }],
    ['an invalid expiry date', { ...option, expiry_date: '2026-02-30T06:00:00.000Z' }],
    ['an option without a strike', { ...option, right: 'call' }],
    ['an option with a strike of zero', { ...option, right: 'call', strike_price: '0' }],
    ['an option that is neither call nor put', { ...option, product: 'options', right: 'others' }],
    ['a future with an option right', { ...option, product: 'futures', right: 'put' }],
    ['a share among the futures', { ...option, product: 'cash' }],
    ['a future among the shares', { ...option, exchange_code: 'NSE', product: 'futures' }],
    ['an unknown product', { ...option, product: 'swaps' }],
    ['no stock code', { ...option, stock_code: ' ' }],
  ])('are refused with %s', (_, fields) => expect(parseContract(fields)).toBeNull());
});

describe('labels', () => {
  it.each([
    ['EQ-RELIND', reliance],
    ['FUT-ICIBAN-25-Aug-2022', iciciFuture],
    ['OPT-NIFTY-20-Oct-2026-25000-CE', niftyCall],
  ])('%s, both ways', (label, contract) => {
    expect(labelOf(contract)).toBe(label);
    expect(contractOfLabel(contract.exchange_code, label)).toEqual(contract);
  });

  it.each([
    ['NSE', 'RELIND'],
    ['NSE', 'FUT-ICIBAN-25-Aug-2022'],
    ['NFO', 'EQ-RELIND'],
    ['NFO', 'FUT-ICIBAN-31-Nov-2022'],
    ['NFO', 'OPT-NIFTY-20-Oct-2026-0-CE'],
    ['NFO', 'OPT-NIFTY-20-Oct-2026-25000-XX'],
    ['MCX', 'FUT-GOLD-05-Oct-2026'],
  ])('are none: %s %s', (exchange, label) => {
    expect(contractOfLabel(exchange, label)).toBeNull();
  });
});

const aCode = fc.stringMatching(/^[A-Z][A-Z0-9&-]{0,8}$/);
const anExpiry = fc
  .date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));
const aContract: fc.Arbitrary<BreezeContract> = fc.oneof(
  fc.record({
    product: fc.constant('cash' as const),
    stock_code: aCode,
    exchange_code: fc.constantFrom('NSE' as const, 'BSE' as const),
  }),
  fc.record({
    product: fc.constant('futures' as const),
    stock_code: aCode,
    exchange_code: fc.constantFrom('NFO' as const, 'BFO' as const),
    expiry_date: anExpiry,
  }),
  fc.record({
    product: fc.constant('options' as const),
    stock_code: aCode,
    exchange_code: fc.constantFrom('NFO' as const, 'BFO' as const),
    expiry_date: anExpiry,
    right: fc.constantFrom('call' as const, 'put' as const),
    strike_price: fc.integer({ min: 1, max: 99_999_999 }).map((paise) => decimal(`${paise}e-2`)),
  }),
);

it('reads any contract back from its label and from its fields', () => {
  fc.assert(
    fc.property(aContract, (contract) => {
      expect(contractOfLabel(contract.exchange_code, labelOf(contract))).toEqual(contract);
      expect(parseContract({ ...contractFields(contract) })).toEqual(contract);
    }),
  );
});

it('reads dates of requests and of replies', () => {
  expect(parseBreezeDate('2026-10-27T06:00:00.000Z')).toBe('2026-10-27');
  expect(parseBreezeDate('27-Oct-2026')).toBe('2026-10-27');
  expect(parseBreezeDate('')).toBeNull();
});
