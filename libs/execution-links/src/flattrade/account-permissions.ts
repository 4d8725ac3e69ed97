import type { BrokerToken } from '@ome/engine';
import { type Row, isRow, textOf } from './flattrade-answer';

/** What an account may do, from UserDetails; an empty list means no restriction is known. */
export interface Permissions {
  exchanges: string[];
  priceTypes: string[];
  products: { prd: string; exchanges: string[] }[];
}

/** The fields of an order that an account's permissions cover. */
export interface Permitted {
  exch: string;
  prd: string;
  prctyp: string;
}

export function permissionsOf(userDetails: Row): Permissions {
  const products = Array.isArray(userDetails.prarr) ? userDetails.prarr.filter(isRow) : [];
  return {
    exchanges: textsOf(userDetails.exarr),
    priceTypes: textsOf(userDetails.orarr),
    products: products.flatMap((row) => {
      const prd = textOf(row, 'prd');
      return prd === null ? [] : [{ prd, exchanges: textsOf(row.exch) }];
    }),
  };
}

/** Why the broker would refuse such an order from this account; null if it might accept it. */
export function notPermitted(permissions: Permissions, order: Permitted): string | null {
  const { exchanges, priceTypes, products } = permissions;
  if (lacks(exchanges, order.exch)) {
    return `Flattrade lets the account trade on ${exchanges.join(', ')}, not on ${order.exch}`;
  }
  if (lacks(priceTypes, order.prctyp)) {
    return `Flattrade lets the account place ${priceTypes.join(', ')}, not ${order.prctyp}`;
  }
  const onExchange = products.filter((product) => !lacks(product.exchanges, order.exch));
  const allowed = onExchange.map(({ prd }) => prd);
  if (products.length > 0 && !allowed.includes(order.prd)) {
    const list = allowed.join(', ') || 'none';
    return `Flattrade lets the account use products ${list} on ${order.exch}, not ${order.prd}`;
  }
  return null;
}

/** The permissions of the account, read once for each login. */
export class AccountPermissions {
  private known: { login: number; permissions: Permissions | null } | null = null;

  constructor(private readonly read: () => Promise<Row>) {}

  /** Null while unknown: nothing is refused then. */
  permissionsOf({ obtainedAt }: BrokerToken): Permissions | null {
    return this.known?.login === obtainedAt.getTime() ? this.known.permissions : null;
  }

  /**
   * Asks once for each login, whatever the result. Never throws: what is not refused here, the
   * broker refuses itself.
   */
  async learn({ obtainedAt }: BrokerToken): Promise<void> {
    const login = obtainedAt.getTime();
    if (this.known?.login === login) return;
    try {
      this.known = { login, permissions: permissionsOf(await this.read()) };
    } catch {
      this.known = { login, permissions: null };
    }
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const lacks = (list: string[], item: string): boolean => list.length > 0 && !list.includes(item);
