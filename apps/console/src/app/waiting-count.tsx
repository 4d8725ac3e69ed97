import { CountChip } from '../order/count-chip';
import { useWaitingCount } from '../pages/approvals/use-approvals';

/** How many requests wait for a decision, beside the page on which it is made. */
export const WaitingCount = () => <CountChip count={useWaitingCount()} />;
