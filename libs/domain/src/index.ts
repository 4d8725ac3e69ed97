export * from './approval';
export * from './apply-event';
export * from './basket/apply-basket-event';
export * from './basket/basket';
export * from './basket/basket-event';
export {
  type BasketOrders,
  nextCancelClOrdId,
  notHeldOf,
  orderOf as basketOrderOf,
} from './basket/leg-state';
export * from './basket/basket-step';
export * from './basket/next-basket-step';
export * from './broker-order';
export * from './closing/closing-quantity';
export * from './closing/closing-stages';
export * from './closing/held-shares';
export * from './closing/unwinding-quantity';
export * from './decide-expiry';
export * from './decide-report';
export * from './decide-request';
export * from './decimal';
export * from './next-step';
export * from './entitlement';
export * from './execution-report';
export * from './executions';
export * from './fill-doubts';
export * from './instrument';
export * from './instrument-expiry';
export * from './instrument-symbol';
export * from './missing-reports';
export * from './moved-between-products';
export * from './order';
export * from './order-event';
export * from './order-status';
export * from './position';
export * from './position-line';
export * from './price-step';
export * from './product';
export * from './refusal';
export * from './report-identity';
export * from './requested-order';
export * from './reused-exec-id';
export * from './row-identity';
export * from './risk/approval-rules';
export * from './risk/kill-switch';
export * from './risk/limit-table';
export * from './risk/open-value';
export * from './risk/order-rules';
export * from './risk/reducing';
export * from './risk/risk-rules';
export * from './slicing/slice-sum';
export * from './slicing/slice-sizes';
export * from './trading-phase';
export * from './underlying';
export * from './visible-text';
