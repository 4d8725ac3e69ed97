export interface CollectionInspectionView {
  name: string;
  /** The store's estimate; null, like the next three, if the engine may not ask. */
  documents: number | null;
  /** Of the documents, uncompressed. */
  sizeBytes: number | null;
  /** On disk. */
  storageBytes: number | null;
  indexes: { name: string; sizeBytes: number }[] | null;
  /** By the collection's time order; null if it has none, or is empty. */
  oldest: string | null;
  newest: string | null;
}

export interface QueueInspectionView {
  name: string;
  /** The link or broker session. */
  route: string;
  paused: boolean;
  counts: { waiting: number; active: number; delayed: number; failed: number };
}

export interface FeedConsumerInspectionView {
  /** The consumer of the event feed. */
  name: string;
  /** When it last recorded its position. */
  at: string;
  ageSeconds: number;
}

export interface LeaseInspectionView {
  name: string;
  /** The process that holds or held it. */
  holder: string;
  expiresAt: string;
  held: boolean;
}

/** `GET /inspection`: the contents of each collection and queue. */
export interface InspectionView {
  at: string;
  collections: CollectionInspectionView[];
  /** Null while Redis is down. */
  queues: QueueInspectionView[] | null;
  followers: FeedConsumerInspectionView[];
  leases: LeaseInspectionView[];
}

/** `GET /inspection/{name}`: the contents of one collection or queue. */
export interface HoldingsView {
  name: string;
  /**
   * Documents, newest first, in MongoDB's relaxed Extended JSON and without secrets; or jobs,
   * active ones first.
   */
  items: object[];
}
