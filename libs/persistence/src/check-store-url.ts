import { SettingFault } from '@ome/platform';
import { mongo } from 'mongoose';

/**
 * Connecting would try again and again with a URL that can never lead anywhere.
 *
 * @throws SettingFault where the driver cannot read it
 */
export function checkStoreUrl(url: string): void {
  try {
    new mongo.MongoClient(url);
  } catch (error) {
    throw new SettingFault(`MONGO_URL cannot be used: ${(error as Error).message}.`);
  }
}
