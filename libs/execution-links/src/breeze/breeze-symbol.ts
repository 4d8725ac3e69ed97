import {
  type DerivativesExchange,
  type Exchange,
  type Instrument,
  parseExchange,
  parseSymbol,
  symbolOf,
} from '@ome/domain';
import type { Instruments } from '@ome/engine';
import type { ReadSymbol } from '../broker/read-rows';
import {
  type BreezeCashExchange,
  type BreezeContract,
  type BreezeDerivativesExchange,
  contractOfLabel,
  labelOf,
} from './breeze-contract';
import { BREEZE } from './breeze-codes';

/** ICICI's short names of the indices; those of companies are in its contract file. */
const INDEX_CODES: Readonly<Record<BreezeDerivativesExchange, Readonly<Record<string, string>>>> = {
  NFO: { NIFTY: 'NIFTY', BANKNIFTY: 'CNXBAN', FINNIFTY: 'NIFFIN', MIDCPNIFTY: 'NIFSEL' },
  BFO: { SENSEX: 'BSESEN' },
};

/** The exchange whose list has the short names of the companies behind futures and options. */
const CASH_OF: Readonly<Record<BreezeDerivativesExchange, BreezeCashExchange>> = {
  NFO: 'NSE',
  BFO: 'BSE',
};

export const isBreezeDerivatives = (
  exchange: Exchange,
): exchange is BreezeDerivativesExchange & DerivativesExchange =>
  exchange === 'NFO' || exchange === 'BFO';

/** The exchange's name of an index, by ICICI's name. */
export const indexOfCode = (exchange: BreezeDerivativesExchange, code: string): string | null =>
  Object.entries(INDEX_CODES[exchange]).find(([, known]) => known === code)?.[0] ?? null;

/** The contract of an instrument, given the short name of its company or index; null on CDS, MCX. */
export function breezeContract(instrument: Instrument, stock_code: string): BreezeContract | null {
  if (instrument.kind === 'equity') {
    return { product: 'cash', stock_code, exchange_code: instrument.exchange };
  }
  const { exchange: exchange_code, expiry: expiry_date } = instrument;
  if (!isBreezeDerivatives(exchange_code)) return null;
  if (instrument.kind === 'future') {
    return { product: 'futures', stock_code, exchange_code, expiry_date };
  }
  const right = instrument.right === 'CALL' ? 'call' : 'put';
  const strike_price = instrument.strike;
  return { product: 'options', stock_code, exchange_code, expiry_date, right, strike_price };
}

/** The inverse of `breezeContract`, given the exchange's name; a share is in the main series. */
export function instrumentOf(contract: BreezeContract, name: string): Instrument {
  switch (contract.product) {
    case 'cash': {
      const exchange = contract.exchange_code;
      return { kind: 'equity', exchange, name, series: exchange === 'NSE' ? 'EQ' : null };
    }
    case 'futures': {
      const { exchange_code: exchange, expiry_date: expiry } = contract;
      return { kind: 'future', exchange, underlying: name, expiry };
    }
    case 'options': {
      const { exchange_code: exchange, expiry_date: expiry, strike_price: strike } = contract;
      const right = contract.right === 'call' ? 'CALL' : 'PUT';
      return { kind: 'option', exchange, underlying: name, expiry, right, strike };
    }
  }
}

/** Converts order symbols to Breeze's words and back, by its contract file first. */
export class BreezeSymbols {
  constructor(private readonly instruments: Instruments) {}

  /**
   * The contract to send. Null if its short name is unknown: the exchange's name is never used
   * instead, because it may be another company's short name.
   */
  async contractOf(exchange: string, symbol: string): Promise<BreezeContract | null> {
    const known = parseExchange(exchange);
    if (!known) return null;
    const labelled = contractOfLabel(known, symbol);
    if (labelled) return labelled;
    const facts = await this.instruments.forBroker(BREEZE, known, symbol);
    if (facts) return contractOfLabel(known, facts.brokerSymbol);
    const instrument = parseSymbol(known, symbol);
    if (!instrument || instrument.kind === 'equity') return null;
    const code = await this.stockCodeOf(instrument.exchange, instrument.underlying);
    return code === null ? null : breezeContract(instrument, code);
  }

  async symbolOf(contract: BreezeContract): Promise<string> {
    return (await this.nameOf(contract)).symbol;
  }

  /** The order symbol for what Breeze reports; Breeze's own label if no name is known. */
  async nameOf(contract: BreezeContract): Promise<ReadSymbol> {
    const label = labelOf(contract);
    const facts = await this.instruments.byBrokerSymbol(BREEZE, contract.exchange_code, label);
    if (facts) return { symbol: facts.symbol };
    const name = contract.product === 'cash' ? null : await this.underlyingOf(contract);
    return name === null
      ? { symbol: label, symbolUnknown: true }
      : { symbol: symbolOf(instrumentOf(contract, name)) };
  }

  private async stockCodeOf(
    exchange: DerivativesExchange,
    underlying: string,
  ): Promise<string | null> {
    if (!isBreezeDerivatives(exchange)) return null;
    return (
      INDEX_CODES[exchange][underlying] ??
      (await this.instruments.stockCodeOf(BREEZE, exchange, underlying)) ??
      (await this.instruments.stockCodeOf(BREEZE, CASH_OF[exchange], underlying))
    );
  }

  private async underlyingOf({
    exchange_code: exchange,
    stock_code: code,
  }: BreezeContract & { exchange_code: BreezeDerivativesExchange }): Promise<string | null> {
    return (
      indexOfCode(exchange, code) ??
      (await this.instruments.underlyingOf(BREEZE, exchange, code)) ??
      (await this.instruments.underlyingOf(BREEZE, CASH_OF[exchange], code))
    );
  }
}
