import type { Basket, BasketStage } from './basket';
import type { BasketEvent, BasketNew } from './basket-event';

/** Computes the next basket from (basket, event); accepts every event in every state. */
export function applyBasketEvent(basket: Basket | null, event: BasketEvent): Basket {
  const version = basket?.version ?? 0;
  if (event.seq !== version + 1) {
    throw new Error(`Basket ${event.basketId}: event ${event.seq} follows ${version}`);
  }
  if (!basket) {
    if (event.type === 'BasketNew') return openBasket(event);
    throw new Error(`Basket ${event.basketId} begins with ${event.type}, not BasketNew`);
  }
  return { ...basket, ...changes(basket, event), version: event.seq, updatedAt: event.at };
}

/** The basket after all of its events, oldest first; null if there are none. */
export function foldBasket(events: Iterable<BasketEvent>): Basket | null {
  let basket: Basket | null = null;
  for (const event of events) basket = applyBasketEvent(basket, event);
  return basket;
}

function openBasket(event: BasketEvent & BasketNew): Basket {
  const { basketClOrdId, account, userId, proceedWhen, stageTimeoutMs, onFailure, legs } = event;
  const count = Math.max(...legs.map(({ stage }) => stage));
  return {
    basketClOrdId,
    account,
    userId,
    proceedWhen,
    stageTimeoutMs,
    onFailure,
    legs,
    basketId: event.basketId,
    stages: Array.from({ length: count }, (_, index) => ({
      stage: index + 1,
      startedAt: null,
      completedAt: null,
    })),
    refusals: [],
    stop: null,
    approval: event.approval ? { ...event.approval, requestedAt: event.at, by: event.by } : null,
    approvedAt: null,
    unwindings: [],
    alerts: [],
    ended: null,
    by: event.by,
    requestId: event.requestId,
    version: event.seq,
    createdAt: event.at,
    updatedAt: event.at,
  };
}

function changes(basket: Basket, event: BasketEvent): Partial<Basket> {
  const { at } = event;
  switch (event.type) {
    case 'BasketNew':
      throw new Error(`Basket ${event.basketId} is opened twice`);
    case 'BasketApproved':
      return { approval: null, approvedAt: at };
    case 'StageStarted':
      return { stages: withStage(basket, event.stage, { startedAt: at }) };
    case 'StageCompleted':
      return { stages: withStage(basket, event.stage, { completedAt: at }) };
    case 'LegRefused': {
      const { leg, orderId, code, text } = event;
      return { refusals: [...basket.refusals, { leg, orderId, code, text }] };
    }
    case 'BasketStopped': {
      const { reason, text, unwind } = event;
      const first = basket.stop ?? { reason, text, unwind, at };
      return { stop: { ...first, unwind: first.unwind || unwind } };
    }
    case 'UnwindLegStarted': {
      const { leg, clOrdId, orderId, quantity } = event;
      const unwindings = [...basket.unwindings, { leg, clOrdId, orderId, quantity }];
      // A late fill: an ended basket runs again until that fill is closed too.
      return { unwindings, ended: null };
    }
    case 'BasketAlerted': {
      const { code, leg, text, quantity } = event;
      const alerts = [...basket.alerts, { code, leg, text, at, ...(quantity && { quantity }) }];
      // What was filled late is to be closed, which may take a while.
      return code === 'LATE_FILL' ? { alerts, ended: null } : { alerts };
    }
    case 'BasketEnded':
      return { ended: { outcome: event.outcome, at } };
  }
}

const withStage = (
  { stages }: Basket,
  stage: number,
  change: Partial<BasketStage>,
): BasketStage[] => stages.map((one) => (one.stage === stage ? { ...one, ...change } : one));
