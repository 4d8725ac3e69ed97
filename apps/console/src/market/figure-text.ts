import Decimal from 'decimal.js';

const PLACES = 2;
const AVERAGE_PLACES = 4;

/** A price exactly as the API gave it, with at least two decimals so that points line up. */
export function priceText(price: string): string {
  const [whole, places = ''] = price.split('.');
  return `${whole}.${places.padEnd(PLACES, '0')}`;
}

/** An average, which may have endless decimals, rounded to four. */
export const averageText = (average: string): string =>
  priceText(new Decimal(average).toDecimalPlaces(AVERAGE_PLACES).toFixed());

/** An amount of money, to two decimals. */
export const moneyText = (amount: string): string => new Decimal(amount).toFixed(PLACES);

/** A profit or loss, whose sign is shown by more than a color. */
export function resultText(result: string): string {
  const text = moneyText(result);
  if (!/[1-9]/.test(text)) return text.replace('-', '');
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}
