import { Button, List, Text } from '@mantine/core';
import type { BasketDetailView } from '@ome/contracts';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { FactList } from '../../feedback/fact-list';
import { PageBody, PageFrame, Section } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { Chip } from '../../order/status-chip';
import { BasketEvents } from './basket-events';
import { BASKET_OUTCOME, BASKET_STATUS } from './basket-status';
import { CancelBasketDialog } from './cancel-basket-dialog';
import { StageLegs } from './stage-legs';

const REFRESH_MS = 2_000;

export function BasketPage() {
  const { basketId = '' } = useParams();
  const basket = useApiQuery(
    ['baskets', basketId],
    (client, options) => client.baskets.show(basketId, options),
    { everyMs: REFRESH_MS },
  );
  usePageTitle('Basket');
  return <QueryState query={basket}>{(view) => <BasketDetail basket={view} />}</QueryState>;
}

function BasketDetail({ basket }: { basket: BasketDetailView }) {
  const marketTime = useMarketTime();
  const [isCanceling, setCanceling] = useState(false);
  const { basketClOrdId, account, status, outcome, stop, alerts, stages, legs } = basket;
  const { label, tone } = BASKET_STATUS[status];
  const at = (time: string | null) => time && marketTime.full(time);
  return (
    <PageFrame
      title={`Basket ${basketClOrdId}`}
      actions={
        <Button
          variant="default"
          disabled={basket.endedAt !== null}
          onClick={() => setCanceling(true)}
        >
          Cancel the basket
        </Button>
      }
    >
      <PageBody>
        <div>
          <Chip tone={tone}>{label}</Chip>
          {outcome && <Text size="sm">Result: {BASKET_OUTCOME[outcome]}.</Text>}
          {stop && <Text size="sm">No further stage is sent: {stop.text}</Text>}
        </div>
        {alerts.length > 0 && (
          <Section title="Needs attention">
            <List size="sm">
              {alerts.map(({ leg, text, at: seenAt }) => (
                <List.Item key={`${leg} ${seenAt} ${text}`}>
                  {marketTime.moment(seenAt)} {leg !== null && `leg ${leg}: `}
                  {text}
                </List.Item>
              ))}
            </List>
          </Section>
        )}
        {stages.map((stage) => (
          <StageLegs
            key={stage.stage}
            stage={stage}
            legs={legs.filter((leg) => leg.stage === stage.stage)}
          />
        ))}
        <Section title="Request">
          <FactList
            facts={[
              ['Account', account],
              ['User', basket.userId],
              ['Continues when', basket.proceedWhen],
              ['Time per stage', `${basket.stageTimeoutMs} ms`],
              ['On failure', basket.onFailure],
              ['Created', at(basket.createdAt)],
              ['Ended', at(basket.endedAt)],
              ['BasketID', basket.basketId],
            ]}
          />
        </Section>
        <BasketEvents events={basket.events} />
      </PageBody>
      <CancelBasketDialog
        basketId={isCanceling ? basket.basketId : null}
        onClose={() => setCanceling(false)}
      />
    </PageFrame>
  );
}
