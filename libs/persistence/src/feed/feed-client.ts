import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { mongo } from 'mongoose';

/** Readers of pages at once, and those that follow, with room to spare. */
const CONNECTIONS = 8;

/**
 * A client of its own for the feed: its reads wait at the server for what is new, and would keep the
 * connections that order entry needs.
 */
@Injectable()
export class FeedClient implements OnApplicationShutdown {
  private readonly client: mongo.MongoClient;

  constructor(mongoUrl: string, options: mongo.MongoClientOptions) {
    this.client = new mongo.MongoClient(mongoUrl, { ...options, maxPoolSize: CONNECTIONS });
  }

  get db(): mongo.Db {
    return this.client.db();
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.close();
  }
}
