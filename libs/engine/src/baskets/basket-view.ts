import type {
  BasketAlertView,
  BasketApprovalView,
  BasketDetailView,
  BasketEventView,
  BasketLegView,
  BasketMessage,
  BasketStageView,
  BasketView,
} from '@ome/contracts';
import {
  type Approval,
  type Basket,
  type BasketEvent,
  type BasketLeg,
  type BasketOrders,
  basketOrderOf,
  basketStatus,
  type Decimal,
  decimalText,
  stageDeadline,
} from '@ome/domain';
import { orderView } from '../order-view';

const text = (value: Decimal | null): string | null => value && decimalText(value);
const instant = (at: Date | null): string | null => at && at.toISOString();

export const basketView = (basket: Basket): BasketView => ({
  basketId: basket.basketId,
  basketClOrdId: basket.basketClOrdId,
  account: basket.account,
  userId: basket.userId,
  status: basketStatus(basket),
  outcome: basket.ended?.outcome ?? null,
  proceedWhen: basket.proceedWhen,
  stageTimeoutMs: basket.stageTimeoutMs,
  onFailure: basket.onFailure,
  stages: basket.stages.map(({ stage, startedAt, completedAt }): BasketStageView => ({
    stage,
    startedAt: instant(startedAt),
    completedAt: instant(completedAt),
    deadline: startedAt && stageDeadline(basket, stage).toISOString(),
  })),
  legs: basket.legs.map((leg) => legView(basket, leg)),
  ...(basket.approval && { approval: approvalView(basket.approval) }),
  stop: basket.stop && { ...basket.stop, at: basket.stop.at.toISOString() },
  alerts: basket.alerts.map(({ code, leg, text, at }): BasketAlertView => ({
    code,
    leg,
    text,
    at: at.toISOString(),
  })),
  version: basket.version,
  createdAt: basket.createdAt.toISOString(),
  updatedAt: basket.updatedAt.toISOString(),
  endedAt: instant(basket.ended?.at ?? null),
});

const approvalView = ({ rules, requestedAt, expiresAt, by }: Approval): BasketApprovalView => ({
  rules,
  requestedAt: requestedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  by,
});

function legView({ refusals }: Basket, leg: BasketLeg): BasketLegView {
  const refusal = refusals.find(({ orderId }) => orderId === leg.orderId);
  const { orderQty, price, stopPrice, ...terms } = leg;
  return {
    ...terms,
    quantity: decimalText(orderQty),
    price: text(price),
    stopPrice: text(stopPrice),
    refusal: refusal ? { code: refusal.code, text: refusal.text } : null,
  };
}

/** @param detail the event's own fields, without its envelope, as JSON */
export const basketEventView = (event: BasketEvent, detail: object): BasketEventView => ({
  seq: event.seq,
  type: event.type,
  at: event.at.toISOString(),
  by: event.by,
  detail,
});

export const basketDetailView = (
  basket: Basket,
  orders: BasketOrders,
  events: BasketEventView[],
): BasketDetailView => ({
  ...basketView(basket),
  legs: basket.legs.map((leg) => {
    const order = basketOrderOf(basket, orders, leg);
    const unwinding = basket.unwindings
      .filter((one) => one.leg === leg.leg)
      .map((one) => basketOrderOf(basket, orders, one))
      .filter((one) => one !== undefined && one !== null);
    return {
      ...legView(basket, leg),
      order: order ? orderView(order) : null,
      unwinding: unwinding.map(orderView),
    };
  }),
  events,
});

export const basketMessage = (basket: Basket, { type }: BasketEvent): BasketMessage => ({
  v: 1,
  type,
  ...basketView(basket),
});
