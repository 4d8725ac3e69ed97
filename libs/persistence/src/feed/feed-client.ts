import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { mongo } from 'mongoose';

/** Readers of pages at once, and those that follow, with room to spare. */
const CONNECTIONS = 8;
const RETRY_MS = 1_000;

/**
 * A client of its own for the feed: its reads wait at the server for what is new, and would keep the
 * connections that order entry needs.
 */
@Injectable()
export class FeedClient implements OnModuleInit, OnApplicationShutdown {
  private readonly client: mongo.MongoClient;
  private readonly closing = new AbortController();

  constructor(mongoUrl: string, options: mongo.MongoClientOptions) {
    this.client = new mongo.MongoClient(mongoUrl, { ...options, maxPoolSize: CONNECTIONS });
  }

  get db(): mongo.Db {
    return this.client.db();
  }

  onModuleInit(): void {
    void connected(this.client, this.closing.signal);
  }

  onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    return this.client.close();
  }
}

/**
 * Connects for the first time, however long MongoDB is away. The driver finds the server again by
 * itself later, but where its first connection fails, every read fails from then on.
 */
async function connected(client: mongo.MongoClient, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      await client.connect();
      return;
    } catch {
      await sleep(RETRY_MS, undefined, { signal: closing }).catch(() => undefined);
    }
  }
}
