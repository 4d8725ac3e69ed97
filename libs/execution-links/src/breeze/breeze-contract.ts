import {
  type Decimal,
  decimal,
  decimalFault,
  decimalText,
  type ExpiryDate,
  expiryText,
  parseExpiry,
  parseIsoExpiry,
} from '@ome/domain';

export type BreezeCashExchange = 'NSE' | 'BSE';
export type BreezeDerivativesExchange = 'NFO' | 'BFO';
export type BreezeExchange = BreezeCashExchange | BreezeDerivativesExchange;

/**
 * How Breeze identifies an instrument: by several fields, the first of which holds ICICI's short
 * name.
 */
export type BreezeContract =
  | { product: 'cash'; stock_code: string; exchange_code: BreezeCashExchange }
  | {
      product: 'futures';
      stock_code: string;
      exchange_code: BreezeDerivativesExchange;
      expiry_date: ExpiryDate;
    }
  | {
      product: 'options';
      stock_code: string;
      exchange_code: BreezeDerivativesExchange;
      expiry_date: ExpiryDate;
      right: 'call' | 'put';
      strike_price: Decimal;
    };

/** The fields of a contract in a request; a share has neither expiry, right nor strike. */
export interface BreezeContractFields {
  stock_code: string;
  exchange_code: BreezeExchange;
  product: BreezeContract['product'];
  /** `2026-10-27T06:00:00.000Z`; the time of day is ignored. */
  expiry_date: string;
  right: 'call' | 'put' | 'others' | '';
  strike_price: string;
}

/** A contract as requests, replies and feed frames give it, in any of their notations. */
export interface RawContract {
  stock_code: string;
  exchange_code: string;
  /** `options` or `Options`; if it is missing, the right decides. */
  product?: string | null;
  expiry_date?: string | null;
  right?: string | null;
  strike_price?: string | number | null;
}

const STOCK_CODE = /^[A-Z0-9][A-Z0-9&*$._-]*$/;

export function contractFields(contract: BreezeContract): BreezeContractFields {
  const { stock_code, exchange_code, product } = contract;
  const head = { stock_code, exchange_code, product };
  switch (contract.product) {
    case 'cash':
      return { ...head, expiry_date: '', right: '', strike_price: '' };
    case 'futures':
      return {
        ...head,
        expiry_date: requestDate(contract.expiry_date),
        right: 'others',
        strike_price: '0',
      };
    case 'options':
      return {
        ...head,
        expiry_date: requestDate(contract.expiry_date),
        right: contract.right,
        strike_price: decimalText(contract.strike_price),
      };
  }
}

/** The contract that the fields name; null if they name none or contradict each other. */
export function parseContract(said: RawContract): BreezeContract | null {
  const stock_code = said.stock_code.trim().toUpperCase();
  const exchange_code = parseBreezeExchange(said.exchange_code);
  if (!exchange_code || !STOCK_CODE.test(stock_code)) return null;
  const product = productOf(said, exchange_code);
  if (exchange_code === 'NSE' || exchange_code === 'BSE') {
    return product === 'cash' ? { product, stock_code, exchange_code } : null;
  }
  const expiry_date = parseBreezeDate(said.expiry_date ?? '');
  if (!expiry_date) return null;
  const right = RIGHTS[said.right?.toLowerCase() ?? ''];
  if (product === 'futures') {
    return right ? null : { product, stock_code, exchange_code, expiry_date };
  }
  const strike_price = parseStrike(said.strike_price);
  if (product !== 'options' || !right || !strike_price) return null;
  return { product, stock_code, exchange_code, expiry_date, right, strike_price };
}

const RIGHTS: Readonly<Record<string, 'call' | 'put'>> = {
  call: 'call',
  c: 'call',
  ce: 'call',
  put: 'put',
  p: 'put',
  pe: 'put',
};

/** Other kinds of cash order (margin trading, BTST) are for the same shares. */
const PRODUCTS: Readonly<Record<string, BreezeContract['product']>> = {
  cash: 'cash',
  mtf: 'cash',
  btst: 'cash',
  margin: 'cash',
  futures: 'futures',
  options: 'options',
};

function productOf(
  { product, right }: RawContract,
  exchange: BreezeExchange,
): BreezeContract['product'] | undefined {
  if (product) return PRODUCTS[product.toLowerCase()];
  if (exchange === 'NSE' || exchange === 'BSE') return 'cash';
  return RIGHTS[right?.toLowerCase() ?? ''] ? 'options' : 'futures';
}

export const parseBreezeExchange = (text: string): BreezeExchange | null =>
  (['NSE', 'BSE', 'NFO', 'BFO'] as const).find((name) => name === text.toUpperCase()) ?? null;

const requestDate = (expiry: ExpiryDate): string => `${expiry}T06:00:00.000Z`;

/** From the dates of requests (`2026-10-27T06:00:00.000Z`) and of replies (`27-Oct-2026`). */
export const parseBreezeDate = (text: string): ExpiryDate | null =>
  parseExpiry(text) ?? parseIsoExpiry(text.replace(/T.*$/, ''));

function parseStrike(value: string | number | null | undefined): Decimal | null {
  if (value === null || value === undefined || decimalFault(String(value))) return null;
  const strike = decimal(value);
  return strike.gt(0) ? strike : null;
}

/**
 * One string for a contract in Breeze's own codes, usable as an order's symbol without ambiguity:
 * Breeze's labels `FUT-ICIBAN-25-Aug-2022` and `OPT-NIFTY-20-Oct-2026-25000-CE`, and in the same
 * style `EQ-RELIND`.
 */
export function labelOf(contract: BreezeContract): string {
  const { stock_code } = contract;
  switch (contract.product) {
    case 'cash':
      return `EQ-${stock_code}`;
    case 'futures':
      return `FUT-${stock_code}-${expiryText(contract.expiry_date)}`;
    case 'options': {
      const { expiry_date, right, strike_price } = contract;
      const terms = [stock_code, expiryText(expiry_date), decimalText(strike_price)];
      return `OPT-${terms.join('-')}-${right === 'call' ? 'CE' : 'PE'}`;
    }
  }
}

const CASH_LABEL = /^EQ-(.+)$/;
const FUTURE_LABEL = /^FUT-(.+)-(\d\d-[A-Za-z]{3}-\d{4})$/;
const OPTION_LABEL = /^OPT-(.+)-(\d\d-[A-Za-z]{3}-\d{4})-(\d+(?:\.\d+)?)-(CE|PE)$/;

/** The inverse of `labelOf`; null for a string that is not a label of this exchange. */
export function contractOfLabel(exchange: string, label: string): BreezeContract | null {
  const exchange_code = parseBreezeExchange(exchange);
  if (!exchange_code) return null;
  const derivatives = exchange_code === 'NFO' || exchange_code === 'BFO';
  const [, stock_code, expiry_date, strike_price, right] =
    (derivatives
      ? (FUTURE_LABEL.exec(label) ?? OPTION_LABEL.exec(label))
      : CASH_LABEL.exec(label)) ?? [];
  if (!stock_code) return null;
  return parseContract({
    stock_code,
    exchange_code,
    ...(expiry_date && { expiry_date }),
    ...(strike_price && { strike_price }),
    ...(right && { right }),
  });
}
