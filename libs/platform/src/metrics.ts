import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The engine's Prometheus metrics; each process has its own registry. */
export class Metrics {
  readonly registry = new Registry();

  readonly events = new Counter({
    name: 'ome_order_events_total',
    help: 'Events committed to the journal, by type: NewOrder is an accepted order',
    labelNames: ['type'],
    registers: [this.registry],
  });

  readonly reportsBooked = new Counter({
    name: 'ome_reports_total',
    help: 'Execution reports, booked or kept for an order that is not known yet',
    labelNames: ['result'],
    registers: [this.registry],
  });

  readonly commandsSent = new Counter({
    name: 'ome_commands_sent_total',
    help: 'Attempts to send a command to a link, by outcome',
    labelNames: ['link', 'kind', 'outcome'],
    registers: [this.registry],
  });

  readonly linkCallSeconds = new Histogram({
    name: 'ome_link_call_duration_seconds',
    help: 'Time until a link answered a command',
    labelNames: ['link'],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  readonly httpSeconds = new Histogram({
    name: 'ome_http_request_duration_seconds',
    help: 'Time until a request was answered',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCY_SECONDS,
    registers: [this.registry],
  });

  readonly commitBatchSize = new Histogram({
    name: 'ome_commit_batch_size',
    help: 'Events that shared one write to the journal',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers: [this.registry],
  });

  readonly projectionsFailed = new Counter({
    name: 'ome_projections_failed_total',
    help: 'Read models that could not be written with their event and were repaired later',
    registers: [this.registry],
  });

  readonly work = new Gauge({
    name: 'ome_orders_waiting',
    help: 'Orders with a command queued, being sent, or in doubt',
    labelNames: ['state'],
    registers: [this.registry],
  });

  readonly setAside = new Gauge({
    name: 'ome_histories_set_aside',
    help: 'Histories of orders and baskets that cannot be folded',
    registers: [this.registry],
  });

  readonly sweepSucceededSeconds = new Gauge({
    name: 'ome_sweep_succeeded_timestamp_seconds',
    help: 'When a sweep for what was left undone last came to its end, in seconds since 1970',
    labelNames: ['sweep'],
    registers: [this.registry],
  });

  readonly feedLagSeconds = new Gauge({
    name: 'ome_feed_lag_seconds',
    help: 'Age of the last event when a follower of the feed had handled it',
    labelNames: ['follower'],
    registers: [this.registry],
  });

  readonly feedStreams = new Gauge({
    name: 'ome_feed_streams',
    help: 'Streams of the feed that this process has open at MongoDB, followers and reads of pages',
    registers: [this.registry],
  });

  readonly liveSubscribers = new Gauge({
    name: 'ome_live_subscribers',
    help: 'Who listens to live events, by socket or by stream of server-sent events',
    labelNames: ['transport'],
    registers: [this.registry],
  });

  readonly liveCuts = new Counter({
    name: 'ome_live_cuts_total',
    help: 'Subscribers to live events that were cut off, by reason',
    labelNames: ['reason'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
