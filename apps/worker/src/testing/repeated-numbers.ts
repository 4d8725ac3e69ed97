import { BreezeOrderMaker } from '../../../simulator/src/breeze/breeze-order-maker';
import type { BrokerOrder } from '../../../simulator/src/brokers/broker-order';
import { FlattradeOrderMaker } from '../../../simulator/src/flattrade/flattrade-order-maker';
import type { BrokerDesk } from './broker-desk';

/** The simulated brokers number orders and executions from one on, again whenever it is called. */
export function numberFromOne({ sim }: BrokerDesk): void {
  const flattrade: FlattradeOrderMaker = sim.app.get(FlattradeOrderMaker);
  const breeze: BreezeOrderMaker = sim.app.get(BreezeOrderMaker);
  countFromOne(flattrade);
  countFromOne(breeze);
}

function countFromOne<Init, Fields, Made extends BrokerOrder>(maker: {
  make: (init: Init, fields: Fields) => Made;
}): void {
  const { make } = Object.getPrototypeOf(maker) as typeof maker;
  let orders = 0;
  let fills = 0;
  maker.make = (init, fields) => {
    const order = make.call(maker, init, fields);
    order.terms.orderId = `7${String((orders += 1)).padStart(7, '0')}`;
    order.newExecId = () => `9${String((fills += 1)).padStart(7, '0')}`;
    return order;
  };
}
