const PLACES = 2;

/** A price as the API gave it, to the digit, with two places at least so that points line up. */
export function priceText(price: string): string {
  const [whole, places = ''] = price.split('.');
  return `${whole}.${places.padEnd(PLACES, '0')}`;
}
