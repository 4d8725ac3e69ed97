import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { FixLinkTerms, FixSessionRole } from '@ome/contracts';
import type { FixVersion } from '@ome/fix';

/** A FIX session; its CompID is the `_id`. */
@Schema({ collection: 'fix_sessions', versionKey: false, autoCreate: false, autoIndex: false })
export class FixSessionRecord {
  @Prop({ type: String })
  _id!: string;

  @Prop({ type: String, required: true })
  version!: FixVersion;

  @Prop({ type: String, required: true })
  role!: FixSessionRole;

  /** False: nobody may log on to it. True where it is missing. */
  @Prop({ default: true })
  enabled!: boolean;

  /** Names of accounts, or prefixes that end in `*`; null means all accounts. */
  @Prop({ type: [String], default: null })
  accounts!: string[] | null;

  @Prop({ type: [String], default: null })
  users!: string[] | null;

  @Prop({ required: true })
  defaultAccount!: string;

  @Prop({ required: true })
  defaultExchange!: string;

  @Prop({ required: true })
  resetAllowed!: boolean;

  @Prop({ required: true })
  cancelOnDisconnect!: boolean;

  @Prop({ type: Number, default: null })
  maxMessagesPerSecond!: number | null;

  /** Null for all, also where it is missing. */
  @Prop({ type: [String], default: null })
  messageTypes!: string[] | null;

  @Prop({ type: [String], default: null })
  addresses!: string[] | null;

  /** SHA-256 fingerprints, in lower case without colons. */
  @Prop({ type: [String], default: null })
  certificates!: string[] | null;

  /** Null for always, also where it is missing. */
  @Prop({ type: String, default: null })
  hours!: string | null;

  @Prop({ type: String, default: null })
  timeZone!: string | null;

  @Prop({ type: String, default: null })
  tradingDaysOf!: string | null;

  /** Null of other roles than link, also where it is missing. */
  @Prop({ type: Object, default: null })
  link!: FixLinkTerms | null;

  /** Raised by every change: the process that serves the session then begins it again. */
  @Prop({ required: true })
  revision!: number;
}

export const FixSessionSchema = SchemaFactory.createForClass(FixSessionRecord);
