import { usePageTitle } from '../../feedback/use-page-title';
import { PageBody, PageFrame } from '../../feedback/page-frame';
import { KillSwitchSection } from './kill-switch-section';
import { LimitsSection } from './limits-section';
import { RiskChanges } from './risk-changes';

export function RiskPage() {
  usePageTitle('Risk');
  return (
    <PageFrame title="Risk">
      <PageBody>
        <KillSwitchSection />
        <LimitsSection />
        <RiskChanges />
      </PageBody>
    </PageFrame>
  );
}
