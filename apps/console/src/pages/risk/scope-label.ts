import type { LimitScopeView } from '@ome/contracts';

type Scope = Pick<LimitScopeView, 'account' | 'exchange' | 'symbol'>;

/** Whose limits they are. */
export const scopeLabel = ({ account, exchange, symbol }: Scope): string =>
  account === null
    ? 'Everybody'
    : ['Account', account, ...(exchange ? ['on', exchange] : []), ...(symbol ? [symbol] : [])].join(
        ' ',
      );
