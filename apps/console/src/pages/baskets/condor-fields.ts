import type { IronCondorLeg, IronCondorRequest, OnFailure, ProceedWhen } from '@ome/contracts';
import { withoutBlanks } from '../../api/without-blanks';

export const LEGS = ['putBuy', 'putSell', 'callSell', 'callBuy'] as const;
export type LegName = (typeof LEGS)[number];

export const LEG_LABEL: Readonly<Record<LegName, string>> = {
  putBuy: 'Buy put',
  putSell: 'Sell put',
  callSell: 'Sell call',
  callBuy: 'Buy call',
};

const SECOND_MS = 1_000;

export interface CondorFields {
  basketClOrdId: string;
  account: string;
  link: string;
  product: string;
  underlying: string;
  expiry: string;
  lots: string;
  legs: Record<LegName, { strike: string; price: string }>;
  proceedWhen: ProceedWhen;
  stageTimeoutSeconds: string;
  onFailure: OnFailure;
}

const NO_LEG = { strike: '', price: '' };

/** @param basketClOrdId unique to this basket: a repeat with it is the same basket */
export const emptyCondor = (basketClOrdId: string): CondorFields => ({
  basketClOrdId,
  account: '',
  link: '',
  product: '',
  underlying: 'NIFTY',
  expiry: '',
  lots: '1',
  proceedWhen: 'FILLED',
  stageTimeoutSeconds: '30',
  onFailure: 'UNWIND',
  legs: { putBuy: NO_LEG, putSell: NO_LEG, callSell: NO_LEG, callBuy: NO_LEG },
});

export function ironCondorRequest(fields: CondorFields): IronCondorRequest {
  const { legs, lots, stageTimeoutSeconds, ...rest } = fields;
  const leg = (name: LegName) => withoutBlanks(legs[name]) as IronCondorLeg;
  return {
    ...(withoutBlanks(rest) as Omit<IronCondorRequest, LegName>),
    lots: Number(lots),
    stageTimeoutMs: Number(stageTimeoutSeconds) * SECOND_MS,
    putBuy: leg('putBuy'),
    putSell: leg('putSell'),
    callSell: leg('callSell'),
    callBuy: leg('callBuy'),
  };
}
