/* global connect, print, sleep */

// Run by mongosh at every start: makes the replica set and the engine's two users, or brings them
// up to date. Repeating it is safe.

const PRIVILEGES = {
  // The journal is inserted into and read. Not even the engine may change what is in it.
  journal: {
    collections: ['order_events', 'basket_events', 'conversion_events', 'fix_log'],
    engine: ['find', 'insert'],
    admin: ['find'],
  },
  readModels: {
    collections: [
      'orders',
      'fills',
      'baskets',
      'unmatched_reports',
      'undelivered_messages',
      'followers',
      'fix_sessions',
      'fix_session_status',
      'feed_positions',
      'leases',
      'link_status',
      'sweep_status',
      'link_samples',
      'idempotency_keys',
      'broker_calls',
      'broker_call_days',
      'broker_tokens',
      'placement_holds',
      'differences',
      'instruments',
      'risk_limits',
      'approval_rules',
      'pending_changes',
      'kill_switches',
      'risk_state',
      'risk_counters',
      'loss_breaches',
      'positions',
      'position_days',
      'asked_closings',
      'set_aside_histories',
      'prices',
      'operations',
    ],
    engine: ['find', 'insert', 'update', 'remove'],
    admin: ['find', 'insert', 'update', 'remove'],
  },
  audit: {
    collections: ['risk_changes'],
    engine: ['find', 'insert'],
    admin: ['find'],
  },
  requests: {
    collections: ['audit_entries'],
    engine: ['find', 'insert', 'update'],
    admin: ['find'],
  },
  keys: {
    collections: ['api_keys', 'users'],
    engine: ['find', 'insert', 'update'],
    admin: ['find', 'insert', 'update'],
  },
  sessions: {
    collections: ['user_sessions', 'logout_tokens'],
    engine: ['find', 'insert', 'update', 'remove'],
    admin: ['find', 'remove'],
  },
};

const NOT_YET_INITIALIZED = 94;
const ALREADY_INITIALIZED = 23;
const PATIENCE_MS = 60_000;

// eslint-disable-next-line no-restricted-properties -- mongosh, not the engine
const environment = process.env;
const host = environment.MONGO_HOST;
const database = environment.MONGO_DATABASE;

const admin = connect(`mongodb://${host}/admin?directConnection=true`, 'root', secret('ROOT'));
becomePrimary();
grant('ome_engine', secret('ENGINE'), [...privilegesOf('engine'), ...feed(), ...looks()]);
grant('ome_admin', secret('ADMIN'), [...privilegesOf('admin'), ...feed(), ...schema()]);

function secret(user) {
  const password = environment[`MONGO_${user}_PASSWORD`];
  if (!password) throw new Error(`MONGO_${user}_PASSWORD is empty`);
  return password;
}

function becomePrimary() {
  const member = { _id: 0, host };
  try {
    admin.adminCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.code !== NOT_YET_INITIALIZED) throw error;
    initiate({ _id: 'ome', members: [member] });
  }
  const deadline = Date.now() + PATIENCE_MS;
  while (!admin.hello().isWritablePrimary) {
    if (Date.now() > deadline) throw new Error('The replica set has no primary');
    sleep(200);
  }
  print(`${host} is primary`);
}

function initiate(config) {
  try {
    admin.adminCommand({ replSetInitiate: config });
  } catch (error) {
    if (error.code !== ALREADY_INITIALIZED) throw error;
  }
}

function privilegesOf(user) {
  return Object.values(PRIVILEGES).flatMap((group) =>
    group.collections.map((collection) => ({
      resource: { db: database, collection },
      actions: group[user],
    })),
  );
}

/** Change streams on the journal. */
function feed() {
  return [{ resource: { db: database, collection: 'order_events' }, actions: ['changeStream'] }];
}

/** What the ops console shows of the store: its members, how far back the oplog goes, sizes. */
function looks() {
  return [
    { resource: { cluster: true }, actions: ['replSetGetStatus'] },
    { resource: { db: 'local', collection: 'oplog.rs' }, actions: ['find'] },
    { resource: { db: database, collection: '' }, actions: ['collStats', 'indexStats'] },
  ];
}

/** What "admin init" needs to make collections and indexes. */
function schema() {
  const actions = ['createCollection', 'createIndex', 'listCollections', 'listIndexes'];
  return [{ resource: { db: database, collection: '' }, actions }];
}

/** A user with a role of the same name, both as described here whatever they were before. */
function grant(name, pwd, privileges) {
  const role = { privileges, roles: [] };
  if (admin.getRole(name)) admin.updateRole(name, role);
  else admin.createRole({ role: name, ...role });
  const user = { pwd, roles: [{ role: name, db: 'admin' }] };
  if (admin.getUser(name)) admin.updateUser(name, user);
  else admin.createUser({ user: name, ...user });
  print(`User ${name} is up to date`);
}
