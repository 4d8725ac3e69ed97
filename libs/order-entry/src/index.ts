export * from './market-day';
export * from './order-entry.providers';
