import type {
  CloseAllRequest,
  ClosedPosition,
  ClosePositionRequest,
  EventsRequest,
  ExecutionReportMessage,
  FeedPageView,
  FillsRequest,
  FillView,
  ImportLine,
  ImportRequest,
  InstrumentsRequest,
  InstrumentView,
  Page,
  PositionDayView,
  PositionHistoryRequest,
  PositionsPageView,
  PositionsRequest,
  PriceRequest,
  PriceView,
  ReportAnswer,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

export class Fills {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(filter: FillsRequest = {}, options?: CallOptions): Promise<Page<FillView>> {
    return this.transport.get('/fills', { ...options, query: filter });
  }
}

/** The reports of execution links. */
export class Executions {
  constructor(private readonly transport: Transport) {}

  report(report: ExecutionReportMessage, options?: PostOptions): Promise<ReportAnswer> {
    return this.transport.post('/execution_endpoint', { ...options, body: report });
  }
}

export class Positions {
  constructor(private readonly transport: Transport) {}

  list(filter: PositionsRequest = {}, options?: CallOptions): Promise<PositionsPageView> {
    return this.transport.get('/positions', { ...options, query: filter });
  }

  /** The closing of each market day with executions, oldest first. */
  history(
    filter: PositionHistoryRequest = {},
    options?: CallOptions,
  ): Promise<Page<PositionDayView>> {
    return this.transport.get('/positions/history', { ...options, query: filter });
  }

  close(position: ClosePositionRequest, options?: PostOptions): Promise<ClosedPosition> {
    return this.transport.post('/positions/close', { ...options, body: position });
  }

  /** Every open position of an account. */
  closeAll(request: CloseAllRequest, options?: PostOptions): Promise<{ items: ClosedPosition[] }> {
    return this.transport.post('/positions/close-all', { ...options, body: request });
  }
}

export class Prices {
  constructor(private readonly transport: Transport) {}

  /** One item per exchange that has a price of the symbol. */
  list(
    symbols: readonly string[],
    filter: { exchange?: string } = {},
    options?: CallOptions,
  ): Promise<{ items: PriceView[] }> {
    const query = { symbols: symbols.join(','), ...filter };
    return this.transport.get('/prices', { ...options, query });
  }

  /** In any order: an older one never replaces a newer one. */
  feed(prices: readonly PriceRequest[], options?: PostOptions): Promise<{ taken: number }> {
    return this.transport.post('/prices', { ...options, body: prices });
  }
}

/** The instrument master, from the brokers' contract files. */
export class Instruments {
  constructor(private readonly transport: Transport) {}

  search(filter: InstrumentsRequest = {}, options?: CallOptions): Promise<Page<InstrumentView>> {
    return this.transport.get('/instruments', { ...options, query: filter });
  }

  /**
   * Imports a broker's contract file: CSV, gzip of one or zip of several. Yields its progress, and
   * last whether it was completed.
   */
  import(file: Blob, request: ImportRequest, options?: CallOptions): AsyncGenerator<ImportLine> {
    return this.transport.upload('/instruments/import', file, { ...options, query: request });
  }

  /** By any form of its symbol: one item per broker that has it. */
  show(exchange: string, symbol: string, options?: CallOptions): Promise<Page<InstrumentView>> {
    return this.transport.get(pathOf('/instruments/{}/{}', exchange, symbol), options);
  }
}

export class Events {
  constructor(private readonly transport: Transport) {}

  /** All events in the one order of the feed; OmeProblem 410 if `after` is too old. */
  page(request: EventsRequest = {}, options?: CallOptions): Promise<FeedPageView> {
    return this.transport.get('/events', { ...options, query: request });
  }
}
