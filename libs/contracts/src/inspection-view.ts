export interface CollectionInspectionView {
  name: string;
  /** As the store estimates it; null, as are the next three, where the engine may not ask. */
  documents: number | null;
  /** Of the documents, uncompressed. */
  sizeBytes: number | null;
  /** On disk. */
  storageBytes: number | null;
  indexes: { name: string; sizeBytes: number }[] | null;
  /** By the time that the collection is kept in the order of; null where it is in none, or empty. */
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

export interface FollowerInspectionView {
  /** Who follows the feed of events. */
  name: string;
  /** When it last stood at its place. */
  at: string;
  ageSeconds: number;
}

export interface LeaseInspectionView {
  name: string;
  /** The process that has or had it. */
  holder: string;
  expiresAt: string;
  held: boolean;
}

/** `GET /inspection`: what each collection and queue holds. */
export interface InspectionView {
  at: string;
  collections: CollectionInspectionView[];
  /** Null while Redis is down. */
  queues: QueueInspectionView[] | null;
  followers: FollowerInspectionView[];
  leases: LeaseInspectionView[];
}

/** `GET /inspection/{name}`: what one collection or queue holds. */
export interface HoldingsView {
  name: string;
  /**
   * Documents, newest first, in MongoDB's relaxed Extended JSON and without secrets; or jobs, those
   * at work first.
   */
  items: object[];
}
