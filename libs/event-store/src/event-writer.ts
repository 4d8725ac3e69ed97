import type { EventStore } from './event-store';

export type Appended<State, Event> =
  | { outcome: 'appended'; state: State; event: Event }
  /** An earlier event of the history already used up an id of this one. */
  | { outcome: 'duplicate'; holder: Event }
  /** Another event took the sequence number: fold and decide again. */
  | { outcome: 'conflict' };

/** An event that this process committed, and the states before and after it. */
export interface Committed<State, Event> {
  /** Null for the event that opens a history. */
  before: State | null;
  state: State;
  event: Event;
  eventId: string;
}

/** Folds histories of one kind, and appends the events decided on them. */
export class EventWriter<State, Event> {
  /**
   * @param committed called with every event that this process committed, before the caller resumes
   */
  constructor(
    private readonly store: Pick<EventStore<Event>, 'append' | 'read'>,
    private readonly apply: (state: State | null, event: Event) => State,
    private readonly committed: (committed: Committed<State, Event>) => Promise<void>,
  ) {}

  /** Null if there is no such history. */
  async read(id: string): Promise<State | null> {
    let state: State | null = null;
    for (const event of await this.store.read(id)) state = this.apply(state, event);
    return state;
  }

  /** @param state the state that the decision was based on; null to open the history */
  async append(state: State | null, event: Event): Promise<Appended<State, Event>> {
    const appended = await this.store.append(event);
    if (appended.verdict === 'conflict') return { outcome: 'conflict' };
    if (appended.verdict === 'duplicate') return { outcome: 'duplicate', holder: appended.holder };
    const { eventId } = appended;
    const committed = { before: state, state: this.apply(state, event), event, eventId };
    await this.committed(committed);
    return { outcome: 'appended', state: committed.state, event };
  }

  /**
   * Attempts something on the current history, and again after each lost race.
   *
   * @param attempt resolves to null if another event took the sequence number
   * @returns null if there is no such history
   */
  async attempt<Result>(
    id: string,
    attempt: (state: State) => Promise<Result | null>,
  ): Promise<Result | null> {
    for (;;) {
      const state = await this.read(id);
      if (state === null) return null;
      const result = await attempt(state);
      if (result !== null) return result;
    }
  }
}
