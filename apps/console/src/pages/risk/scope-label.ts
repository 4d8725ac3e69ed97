import type { LimitScopeView } from '@ome/contracts';

type Scope = Pick<LimitScopeView, 'account' | 'exchange' | 'symbol'>;

/** The scope of limits, as users read it. */
export const scopeLabel = ({ account, exchange, symbol }: Scope): string =>
  account === null
    ? 'Everybody'
    : ['Account', account, ...(exchange ? ['on', exchange] : []), ...(symbol ? [symbol] : [])].join(
        ' ',
      );
