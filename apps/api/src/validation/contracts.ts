import type * as requests from '@ome/contracts';
import type {
  BasketLegDto,
  CancelBasketDto,
  IronCondorDto,
  IronCondorLegDto,
  NewBasketDto,
} from '../baskets/baskets.dto';
import type { EventsQuery } from '../events/events.controller';
import type { FillsQuery } from '../fills/fills.controller';
import type { InstrumentsQuery } from '../instruments/instruments.query';
import type { ConvertPositionDto, DifferencesQuery, LoginCallbackQuery } from '../links/links.dto';
import type { AssignDto, ResolveDto } from '../ops/ops.dto';
import type { CancelAllDto, CancelOrderDto, ReplaceOrderDto } from '../orders/change-order.dto';
import type { NewOrderDto } from '../orders/new-order.dto';
import type { OrdersQuery } from '../orders/orders.query';
import type {
  CloseAllDto,
  ClosePositionDto,
  PositionHistoryQuery,
  PositionsQuery,
} from '../positions/positions.dto';
import type { FedPriceDto } from '../prices/prices.dto';
import type { KillSwitchDto } from '../risk/kill-switch.dto';
import type { LimitScopeQuery, RiskLimitsDto, RiskOverviewQuery } from '../risk/risk-limits.dto';

/** Fields of only one of both types: `implements` does not notice missing optional fields. */
type Missing<A, B> = Exclude<keyof A, keyof B> | Exclude<keyof B, keyof A>;

type Pairs = {
  newOrder: Missing<NewOrderDto, requests.NewOrderRequest>;
  replace: Missing<ReplaceOrderDto, requests.ReplaceOrderRequest>;
  cancel: Missing<CancelOrderDto, requests.CancelOrderRequest>;
  cancelAll: Missing<CancelAllDto, requests.CancelAllRequest>;
  basket: Missing<NewBasketDto, requests.NewBasketRequest>;
  basketLeg: Missing<BasketLegDto, requests.NewBasketLeg>;
  ironCondor: Missing<IronCondorDto, requests.IronCondorRequest>;
  ironCondorLeg: Missing<IronCondorLegDto, requests.IronCondorLeg>;
  cancelBasket: Missing<CancelBasketDto, requests.CancelBasketRequest>;
  orders: Missing<OrdersQuery, requests.OrdersRequest>;
  fills: Missing<FillsQuery, requests.FillsRequest>;
  events: Missing<EventsQuery, requests.EventsRequest>;
  positions: Missing<PositionsQuery, requests.PositionsRequest>;
  positionHistory: Missing<PositionHistoryQuery, requests.PositionHistoryRequest>;
  closePosition: Missing<ClosePositionDto, requests.ClosePositionRequest>;
  closeAll: Missing<CloseAllDto, requests.CloseAllRequest>;
  price: Missing<FedPriceDto, requests.PriceRequest>;
  instruments: Missing<InstrumentsQuery, requests.InstrumentsRequest>;
  killSwitch: Missing<KillSwitchDto, requests.KillSwitchRequest>;
  limitScope: Missing<LimitScopeQuery, requests.LimitScopeRequest>;
  limits: Missing<RiskLimitsDto, requests.RiskLimitsRequest>;
  riskOverview: Missing<RiskOverviewQuery, requests.RiskOverviewRequest>;
  login: Missing<LoginCallbackQuery, requests.LoginCallbackRequest>;
  convert: Missing<ConvertPositionDto, requests.ConvertPositionRequest>;
  differences: Missing<DifferencesQuery, requests.DifferencesRequest>;
  resolve: Missing<ResolveDto, requests.ResolveRequest>;
  assign: Missing<AssignDto, requests.AssignRequest>;
};

type Nothing<Field extends never> = Field;

/** DTOs must have the fields of the client's contracts: this compiles if none is missing. */
export type MissingFields = Nothing<Pairs[keyof Pairs]>;
