export { FileExchangeCalendar } from './file-exchange-calendar';
export { made } from './made';
export * from './market-day';
export * from './order-entry';
export { readExchangeCalendar } from './read-exchange-calendar';
