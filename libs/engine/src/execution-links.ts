import { type InstrumentName, type Order, standardProduct } from '@ome/domain';
import type { ExecutionLink } from './execution-link';
import type { AccountFilter } from './order-reader';

/** The link of orders that go out in slices, which this engine serves itself. */
export const SLICES = 'slices';

/** Where an order goes in the end, in slices or whole. */
export const targetLink = ({ link, slicing }: Pick<Order, 'link' | 'slicing'>): string =>
  slicing?.link ?? link;

/** What tells one link or broker session from another. */
export type LinkIdentity = Pick<
  ExecutionLink,
  'name' | 'route' | 'accounts' | 'productOf' | 'priceDecimals'
>;

/** The product that a link places an order as; one without products of its own takes any word. */
export const productAt = (
  link: Pick<ExecutionLink, 'productOf'> | undefined,
  product: string | null,
  name: InstrumentName,
): string | null => (link?.productOf ? link.productOf(product, name) : standardProduct(product));

export const SLICES_IDENTITY: LinkIdentity = { name: SLICES, route: SLICES, accounts: null };

/** All links and broker sessions of the engine, and which of them an order belongs to. */
export class ExecutionLinks<Link extends LinkIdentity = ExecutionLink> {
  constructor(readonly all: readonly Link[]) {}

  /** Those that lead out of the engine, and so can be down. */
  get outside(): Link[] {
    return this.all.filter(({ name }) => name !== SLICES);
  }

  /** What clients may name. */
  get names(): ReadonlySet<string> {
    return new Set(this.outside.map(({ name }) => name));
  }

  /** Undefined where nothing serves that account: settings say which do. */
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
