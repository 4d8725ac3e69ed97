/**
 * At most one unacknowledged placement per identical contract, for brokers where only its content
 * distinguishes one order from another.
 */
export abstract class PlacementHolds {
  /** True if the order now holds the key; false while another one's placement may be under way. */
  abstract acquire(key: string, orderId: string): Promise<boolean>;
  /** Called after the intent to send is journalled: whether the order still holds the key. */
  abstract isHeldBy(key: string, orderId: string): Promise<boolean>;
}
