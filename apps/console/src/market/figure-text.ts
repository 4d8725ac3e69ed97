import Decimal from 'decimal.js';

const PLACES = 2;
const AVERAGE_PLACES = 4;

/** A price as the API gave it, to the digit, with two places at least so that points line up. */
export function priceText(price: string): string {
  const [whole, places = ''] = price.split('.');
  return `${whole}.${places.padEnd(PLACES, '0')}`;
}

/** An average, which may never end, to a hundredth of a hundredth. */
export const averageText = (average: string): string =>
  priceText(new Decimal(average).toDecimalPlaces(AVERAGE_PLACES).toFixed());

/** An amount of money, to a hundredth. */
export const moneyText = (amount: string): string => new Decimal(amount).toFixed(PLACES);

/** Money that was won or lost, with its sign said by more than a color. */
export function resultText(result: string): string {
  const text = moneyText(result);
  if (!/[1-9]/.test(text)) return text.replace('-', '');
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`;
}
