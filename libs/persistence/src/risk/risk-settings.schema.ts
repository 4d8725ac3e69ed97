import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

const BARE = { strict: false, versionKey: false, autoCreate: false, autoIndex: false } as const;

/** Pre-trade limits, a document per scope; `_id` is the scope. */
@Schema({ collection: 'risk_limits', ...BARE })
export class RiskLimitRecord {
  @Prop({ type: String })
  _id!: string;
}

/** Rules by which orders wait for a second person, a document per scope; `_id` is the scope. */
@Schema({ collection: 'approval_rules', ...BARE })
export class ApprovalRuleRecord {
  @Prop({ type: String })
  _id!: string;
}

/** Active kill switches; `_id` is the scope. */
@Schema({ collection: 'kill_switches', ...BARE })
export class KillSwitchRecord {
  @Prop({ type: String })
  _id!: string;
}

/** One document: the version of limits and switches, and the processes that use each version. */
@Schema({ collection: 'risk_state', ...BARE })
export class RiskStateRecord {
  @Prop({ type: String })
  _id!: string;
}

/** Who changed limits and switches, and when. */
@Schema({ collection: 'risk_changes', ...BARE })
export class RiskChangeRecord {
  @Prop({ required: true })
  at!: Date;
}

/** Accounts that were flattened for their daily loss; `_id` is the day and the account. */
@Schema({ collection: 'loss_breaches', ...BARE })
export class LossBreachRecord {
  @Prop({ required: true })
  day!: string;
}

export const LossBreachSchema = SchemaFactory.createForClass(LossBreachRecord).index({ day: 1 });
export const RiskLimitSchema = SchemaFactory.createForClass(RiskLimitRecord);
export const ApprovalRuleSchema = SchemaFactory.createForClass(ApprovalRuleRecord);
export const KillSwitchSchema = SchemaFactory.createForClass(KillSwitchRecord);
export const RiskStateSchema = SchemaFactory.createForClass(RiskStateRecord);
export const RiskChangeSchema = SchemaFactory.createForClass(RiskChangeRecord).index({ at: -1 });
