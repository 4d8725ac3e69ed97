export * from './change-order';
export { decimalValueFault, ID, positive } from './field-rules';
export * from './invalid-request';
export { MAX_STAGES } from './new-basket';
export * from './new-order';
export * from './order-entry';
export * from './not-entitled';
