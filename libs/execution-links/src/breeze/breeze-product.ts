import { canonicalExchange, type InstrumentName, parseName } from '@ome/domain';
import { breezeProduct, ourProduct } from './breeze-codes';
import { type BreezeContract, contractOfLabel } from './breeze-contract';

type Traded = BreezeContract['product'];

/**
 * The product of an order in our words, whether given in ours or Breeze's; if missing, that of an
 * ordinary order. A product that Breeze does not have stays as it is.
 */
export function breezeProductName(product: string | null, name: InstrumentName): string | null {
  const traded = tradedAs(name);
  if (traded === null) return product;
  const found = breezeProduct(product, traded);
  return found === null ? product : ourProduct(found);
}

function tradedAs(name: InstrumentName): Traded | null {
  const labelled = contractOfLabel(canonicalExchange(name.exchange), name.symbol);
  if (labelled) return labelled.product;
  const kind = parseName(name)?.kind;
  if (!kind) return null;
  return kind === 'equity' ? 'cash' : kind === 'future' ? 'futures' : 'options';
}
