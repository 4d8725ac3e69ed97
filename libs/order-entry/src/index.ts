export { FileExchangeCalendar } from './file-exchange-calendar';
export * from './market-day';
export * from './order-entry.providers';
export { readExchangeCalendar } from './read-exchange-calendar';
