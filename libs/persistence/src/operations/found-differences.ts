/** A document of a read model that was not what it is a fold of. */
export interface ReadModelDifference {
  collection: string;
  _id: string;
  kind: 'missing' | 'different' | 'extra';
}

const SHOWN = 1_000;

/** What a rebuild finds: counted in full, and so much of it kept as anybody would look through. */
export class FoundDifferences {
  count = 0;
  readonly shown: ReadModelDifference[] = [];

  add(difference: ReadModelDifference): void {
    this.count += 1;
    if (this.shown.length < SHOWN) this.shown.push(difference);
  }
}
