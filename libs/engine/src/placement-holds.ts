/**
 * At most one placement that was not acknowledged per identical contract, for brokers where nothing
 * but its content tells one order from another.
 */
export abstract class PlacementHolds {
  /** True where the order holds the key now; false while another one's placement may be under way. */
  abstract acquire(key: string, orderId: string): Promise<boolean>;
  /** Asked after the intent to send is journalled: whether the order still holds the key. */
  abstract isHeldBy(key: string, orderId: string): Promise<boolean>;
}
