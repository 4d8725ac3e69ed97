import type { Scenario } from './scenario';

/** MongoDB stalls: clients wait, or are told to come back. */
export const mongoPause: Scenario = {
  name: 'mongo-pause',
  about: 'MongoDB paused for 10 s, twice',
  async disturb(stage) {
    for (const share of stage.brief ? [0.3] : [0.2, 0.6]) {
      await stage.acknowledged(share);
      await stage.engine.pauseFor('mongod', stage.brief ? 2_000 : 10_000);
      stage.did('mongod paused');
    }
  },
};

/** MongoDB dies with writes in progress, whose outcome is unknown. */
export const mongoKill: Scenario = {
  name: 'mongo-kill',
  about: 'MongoDB killed twice',
  async disturb(stage) {
    for (const share of stage.brief ? [0.3] : [0.2, 0.6]) {
      await stage.acknowledged(share);
      await stage.engine.kill('mongod');
      stage.did('mongod killed');
    }
  },
};
