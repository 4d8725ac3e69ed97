import { Injectable } from '@nestjs/common';
import type { ConnectivityHistoryView, ConnectivitySampleView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { type LinkSample, LinkSamples, SAMPLE_MS } from '@ome/persistence';
import { MarketTime } from '@ome/platform';
import { invalid, ID } from '@ome/order-entry';
import { callLatency } from './call-latency';
import { Matches } from 'class-validator';
import { RangeQuery } from '../http/page.query';

/** `GET /connectivity/history` */
export class ConnectivityHistoryQuery extends RangeQuery {
  /** A route as `GET /connectivity` names it, `mongodb` or `redis`. */
  @Matches(ID)
  link!: string;
}

const HOUR_MS = 60 * 60 * 1_000;
const MAX_POINTS = 720;

/** The history of a link, in as many points as a chart can show. */
@Injectable()
export class ConnectivityHistory {
  constructor(
    private readonly samples: LinkSamples,
    private readonly clock: Clock,
    private readonly marketTime: MarketTime,
  ) {}

  /** Default: the last hour. */
  async historyOf(query: ConnectivityHistoryQuery): Promise<ConnectivityHistoryView> {
    const { link } = query;
    const to = (query.to && this.marketTime.instantOf(query.to)) || this.clock.now();
    const from =
      (query.from && this.marketTime.instantOf(query.from)) || new Date(to.getTime() - HOUR_MS);
    if (from >= to) throw invalid('from', 'must lie before to');
    const points = Math.ceil((to.getTime() - from.getTime()) / MAX_POINTS / SAMPLE_MS);
    const stepMs = points * SAMPLE_MS;
    const samples = await this.samples.between(link, from, to);
    return {
      link,
      from: from.toISOString(),
      to: to.toISOString(),
      stepMs,
      items: inSteps(samples, stepMs),
    };
  }
}

function inSteps(samples: LinkSample[], stepMs: number): ConnectivitySampleView[] {
  const steps = new Map<number, LinkSample[]>();
  for (const sample of samples) {
    const begin = Math.floor(sample.at.getTime() / stepMs) * stepMs;
    const step = steps.get(begin);
    if (step) step.push(sample);
    else steps.set(begin, [sample]);
  }
  return [...steps].map(([begin, step]) => ({
    at: new Date(begin).toISOString(),
    up: step.every(({ up }) => up),
    loggedIn: everyKnown(step.map(({ loggedIn }) => loggedIn)),
    streamOpen: everyKnown(step.map(({ streamOpen }) => streamOpen)),
    calls: callLatency(step),
    queued: Math.max(...step.map(({ queued }) => queued)),
    inDoubt: Math.max(...step.map(({ inDoubt }) => inDoubt)),
  }));
}

function everyKnown(values: (boolean | null)[]): boolean | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.every(Boolean) : null;
}
