export { BREEZE_SAMPLE } from './breeze/fixed-contracts';
export * from './breeze/breeze-master';
export { FLATTRADE_SAMPLE } from './flattrade/fixed-contracts';
export * from './flattrade/flattrade-master';
export { nseSymbol } from './contracts';
export * from './listing';
export { basePriceOf, FIXED_LISTINGS, isIndexName, listingsOf } from './listings';
export { tickAt } from './ticks';
