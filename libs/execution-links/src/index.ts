export * from './breeze/breeze-contract';
export * from './breeze/breeze-link';
export * from './breeze/breeze-link-options';
export * from './breeze/breeze-symbol';
export type { PriceUnit } from './breeze/price-unit';
export * from './breeze/security-master';
export { BREEZE_SAMPLE } from './breeze/test-data/security-master.sample';
export * from './broker/broker-fault';
export * from './broker/broker-link-options';
export * from './broker/broker-links';
export * from './broker/broker-login';
export {
  type ContractFile,
  ContractFileRefused,
  type ContractSource,
  type SampleFile,
} from './contract-file';
export * from './flattrade/flattrade-link';
export * from './flattrade/flattrade-symbol';
export * from './flattrade/scrip-master';
export { FLATTRADE_SAMPLE } from './flattrade/test-data/scrip-master.sample';
export * from './http/link-health';
export * from './http/link-http';
export * from './link-identities';
export * from './rest/rest-link';
export * from './trade-post/http-trade-post';
export * from './wire';
