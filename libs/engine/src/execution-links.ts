import { type InstrumentName, type Order, standardProduct } from '@ome/domain';
import type { ExecutionLink } from './execution-link';
import type { AccountFilter } from './order-reader';

/** The link of sliced orders, which this engine serves itself. */
export const SLICES = 'slices';

/** The link that finally gets an order, sliced or whole. */
export const targetLink = ({ link, slicing }: Pick<Order, 'link' | 'slicing'>): string =>
  slicing?.link ?? link;

/** What identifies a link or broker session. */
export type LinkIdentity = Pick<
  ExecutionLink,
  'name' | 'route' | 'accounts' | 'productOf' | 'priceDecimals'
>;

/** The product under which a link places an order; a link without products accepts any word. */
export const productAt = (
  link: Pick<ExecutionLink, 'productOf'> | undefined,
  product: string | null,
  name: InstrumentName,
): string | null => (link?.productOf ? link.productOf(product, name) : standardProduct(product));

export const SLICES_IDENTITY: LinkIdentity = { name: SLICES, route: SLICES, accounts: null };

/** All links and broker sessions of the engine; finds the one that serves an order. */
export class ExecutionLinks<Link extends LinkIdentity = ExecutionLink> {
  constructor(readonly all: readonly Link[]) {}

  /** Links to the outside, which can be down. */
  get outside(): Link[] {
    return this.all.filter(({ name }) => name !== SLICES);
  }

  /** The names that clients may use. */
  get names(): ReadonlySet<string> {
    return new Set(this.outside.map(({ name }) => name));
  }

  /** Undefined if no session serves the account: settings assign accounts to sessions. */
  linkFor({ link, account }: Pick<Order, 'link' | 'account'>): Link | undefined {
    const sessions = this.all.filter(({ name }) => name === link);
    return (
      sessions.find(({ accounts }) => accounts?.includes(account)) ??
      sessions.find(({ accounts }) => accounts === null)
    );
  }

  /** The link whose session names the account, for orders that name no link. */
  namedFor(account: string): string | undefined {
    return this.all.find(({ accounts }) => accounts?.includes(account))?.name;
  }

  accountsOf({ name, accounts }: Link): AccountFilter {
    if (accounts) return { in: accounts };
    const named = this.all.flatMap((other) => (other.name === name ? (other.accounts ?? []) : []));
    return { notIn: named };
  }
}
