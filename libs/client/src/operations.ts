import type {
  AlertView,
  BookByHandRequest,
  BrokerBook,
  BrokerBooksView,
  BrokerHistoryView,
  BrokerMessageView,
  ConvertPositionRequest,
  DifferencesRequest,
  DifferenceView,
  LinkView,
  Page,
  PageRequest,
  PendingClosingView,
  ReadinessView,
  SetAsideHistoryView,
  UndeliveredView,
  UnmatchedReportView,
  WaitingView,
} from '@ome/contracts';
import { type CallOptions, pathOf, type PostOptions, type Transport } from './transport';

/** Links and broker sessions. */
export class Links {
  constructor(private readonly transport: Transport) {}

  list(options?: CallOptions): Promise<{ items: LinkView[] }> {
    return this.transport.get('/links', options);
  }

  /**
   * With the code from a broker's login page, which works once.
   * @returns a sentence for the user who has logged in
   */
  login(link: string, account: string, code: string, options?: CallOptions): Promise<string> {
    const path = pathOf('/links/{}/accounts/{}/login', link, account);
    return this.transport.post(path, { ...options, body: { code } });
  }

  /** One of the broker's books of today, next to ours. */
  books<Book extends BrokerBook>(
    link: string,
    account: string,
    book: Book,
    options?: CallOptions,
  ): Promise<BrokerBooksView[Book]> {
    return this.transport.get(pathOf('/links/{}/accounts/{}/{}', link, account, book), options);
  }

  /** The broker's records of one of our orders. */
  orderHistory(
    link: string,
    account: string,
    orderId: string,
    options?: CallOptions,
  ): Promise<BrokerHistoryView> {
    const path = pathOf('/links/{}/accounts/{}/orders/{}/history', link, account, orderId);
    return this.transport.get(path, options);
  }

  /** Exits a cover or bracket order, if the broker has them. */
  exitOrder(
    link: string,
    account: string,
    orderId: string,
    options?: PostOptions,
  ): Promise<BrokerMessageView> {
    const path = pathOf('/links/{}/accounts/{}/orders/{}/exit', link, account, orderId);
    return this.transport.post(path, options);
  }

  /** Converts a position to another product, if the broker can. */
  convert(
    link: string,
    account: string,
    conversion: ConvertPositionRequest,
    options?: PostOptions,
  ): Promise<BrokerMessageView> {
    const path = pathOf('/links/{}/accounts/{}/conversions', link, account);
    return this.transport.post(path, { ...options, body: conversion });
  }
}

/** Differences between brokers' books and ours. */
export class Reconciliation {
  constructor(private readonly transport: Transport) {}

  /** Newest first. */
  list(filter: DifferencesRequest = {}, options?: CallOptions): Promise<Page<DifferenceView>> {
    return this.transport.get('/reconciliation', { ...options, query: filter });
  }
}

/** What people need to see and do about exceptions. */
export class Ops {
  constructor(private readonly transport: Transport) {}

  /** Orders with a command that is queued, being sent or in doubt, and the links. */
  waiting(limit?: number, options?: CallOptions): Promise<WaitingView> {
    return this.transport.get('/ops/waiting', { ...options, query: { limit } });
  }

  /** Requests to close positions that wait or were given up, newest first. */
  closings(limit?: number, options?: CallOptions): Promise<{ items: PendingClosingView[] }> {
    return this.transport.get('/ops/closings', { ...options, query: { limit } });
  }

  /** Alerts about reports, newest first. */
  alerts(page: PageRequest = {}, options?: CallOptions): Promise<Page<AlertView>> {
    return this.transport.get('/ops/alerts', { ...options, query: page });
  }

  /** Reports that could not be booked (yet), oldest first. */
  unmatchedReports(
    page: PageRequest = {},
    options?: CallOptions,
  ): Promise<Page<UnmatchedReportView>> {
    return this.transport.get('/ops/unmatched-reports', { ...options, query: page });
  }

  /** Books a report on the order that it is about. */
  assignReport(
    reportId: string,
    orderId: string,
    options?: PostOptions,
  ): Promise<{ assigned: boolean }> {
    const path = pathOf('/ops/unmatched-reports/{}/assign', reportId);
    return this.transport.post(path, { ...options, body: { orderId } });
  }

  /** Books a kept report, completed with its missing fields, once. */
  bookReport(
    reportId: string,
    booking: BookByHandRequest,
    options?: PostOptions,
  ): Promise<{ booked: boolean }> {
    const path = pathOf('/ops/unmatched-reports/{}/book', reportId);
    return this.transport.post(path, { ...options, body: booking });
  }

  /** Ops confirm that the price of a doubted fill was traded. */
  confirmFill(
    orderId: string,
    execId: string,
    reason: string,
    options?: PostOptions,
  ): Promise<{ confirmed: boolean }> {
    const path = pathOf('/orders/{}/fills/{}/confirm', orderId, execId);
    return this.transport.post(path, { ...options, body: { reason } });
  }

  /** Removes a report from the list that is not about our orders. */
  dismissReport(
    reportId: string,
    reason: string,
    options?: PostOptions,
  ): Promise<{ dismissed: boolean }> {
    const path = pathOf('/ops/unmatched-reports/{}/dismiss', reportId);
    return this.transport.post(path, { ...options, body: { reason } });
  }

  /** Fills that trade post management has not accepted, oldest first. */
  undelivered(page: PageRequest = {}, options?: CallOptions): Promise<Page<UndeliveredView>> {
    return this.transport.get('/ops/undelivered', { ...options, query: page });
  }

  /** Histories that cannot be folded, longest known first. */
  setAside(page: PageRequest = {}, options?: CallOptions): Promise<Page<SetAsideHistoryView>> {
    return this.transport.get('/ops/set-aside', { ...options, query: page });
  }

  /** Delivers one message now, or all of them. */
  retryUndelivered(id?: string, options?: PostOptions): Promise<{ scheduled: number }> {
    const path =
      id === undefined ? '/ops/undelivered/retry' : pathOf('/ops/undelivered/{}/retry', id);
    return this.transport.post(path, options);
  }
}

export class Health {
  constructor(private readonly transport: Transport) {}

  live(options?: CallOptions): Promise<{ status: string }> {
    return this.transport.get('/health/live', options);
  }

  /** Answers also if the engine is `unavailable`. */
  ready(options?: CallOptions): Promise<ReadinessView> {
    return this.transport.get('/health/ready', options, (status) => status === 503);
  }

  /** Prometheus' text. */
  metrics(options?: CallOptions): Promise<string> {
    return this.transport.get('/metrics', options);
  }
}
