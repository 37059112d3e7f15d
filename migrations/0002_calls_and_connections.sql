-- The connection to Gong, what came in through it, calls and their follow-ups.
-- Gong's ids are text. Times are timestamptz in UTC. Every table of a workspace carries workspace_id.

create table connection (
  id text primary key,
  workspace_id text not null unique references workspace (id) on delete cascade,
  gong text not null check (gong in ('real', 'simulator')),
  app_url text not null,
  -- Null = the deployment's own OAuth client.
  client_id text,
  client_secret_sealed text,
  -- Null until connected; the customer's own host from the token answer.
  api_base_url text,
  company_host text,
  scopes text[] not null default '{}',
  owner_user_id text references "user" (id) on delete set null,
  gong_user_id text,
  connected_at timestamptz,
  disconnected_at timestamptz,
  access_token_sealed text,
  refresh_token_sealed text,
  -- The pair before the last refresh, kept until the new one was seen to work.
  previous_access_token_sealed text,
  previous_refresh_token_sealed text,
  token_version integer not null default 0,
  access_obtained_at timestamptz,
  access_expires_at timestamptz,
  refresh_lease_holder text,
  refresh_lease_until timestamptz,
  delivery text not null default 'poll' check (delivery in ('subscription', 'rule', 'poll')),
  subscription_id text,
  subscription_state text check (subscription_state in ('active', 'missing', 'conflict', 'refused', 'not_offered')),
  subscription_since timestamptz,
  subscription_checked_at timestamptz,
  -- While set, the connection can't do its work and calls are held.
  block_code text check (block_code in ('forbidden', 'needs_reconnect', 'daily_quota')),
  block_since timestamptz,
  block_probe_at timestamptz,
  block_probes integer not null default 0,
  last_event_at timestamptz,
  list_read_at timestamptz,
  list_next_at timestamptz,
  list_read_wide_at timestamptz,
  users_read_at timestamptz,
  created_at timestamptz not null default now()
);

-- An OAuth round trip in progress; taken out before the code is exchanged, so it works once.
create table oauth_state (
  state_hash text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  connection_id text not null references connection (id) on delete cascade,
  user_id text not null references "user" (id) on delete cascade,
  -- Fingerprint of the browser's cookie, or of nothing but the workspace's key (then null).
  browser_hash text,
  expires_at timestamptz not null
);

-- Addresses that Gong delivers to. The mode, not the request, chooses how a delivery is verified.
create table webhook_key (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  connection_id text not null references connection (id) on delete cascade,
  key_hash text not null unique,
  key_sealed text not null,
  mode text not null check (mode in ('subscription', 'rule_jwt', 'rule_secret')),
  -- The subscription's token, or the rule's public key (PEM). Null = not configured: everything is refused.
  secret_sealed text,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  -- Set when another key has replaced this one.
  expires_at timestamptz
);
create index webhook_key_connection on webhook_key (connection_id, mode);

create table issue (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  connection_id text not null references connection (id) on delete cascade,
  code text not null,
  details jsonb not null default '{}',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  count integer not null default 1,
  resolved_at timestamptz
);
create unique index issue_open on issue (connection_id, code) where resolved_at is null;
create index issue_workspace on issue (workspace_id, last_seen_at desc);

-- When each thing we can do at Gong was last seen to work, and last seen to fail: health is measured, never remembered.
create table capability (
  connection_id text not null references connection (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  name text not null check (name in ('token', 'list', 'details', 'transcript', 'users', 'webhook', 'subscription')),
  worked_at timestamptz,
  failed_at timestamptz,
  failure text,
  primary key (connection_id, name)
);

create table gong_user (
  connection_id text not null references connection (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  gong_user_id text not null,
  email text,
  aliases text[] not null default '{}',
  name text,
  title text,
  manager_id text,
  active boolean not null default true,
  seen_at timestamptz not null,
  primary key (connection_id, gong_user_id)
);
create index gong_user_email on gong_user (workspace_id, lower(email));

-- What Gong sent, as it sent it. Pruning empties `body`; the key that tells duplicates stays.
create table delivery (
  connection_id text not null references connection (id) on delete cascade,
  dedupe_key text not null,
  id text not null unique,
  workspace_id text not null references workspace (id) on delete cascade,
  webhook_key_id text,
  verified_by text not null,
  kind text not null,
  gong_call_id text,
  is_test boolean not null default false,
  headers jsonb not null default '{}',
  body text,
  received_at timestamptz not null,
  primary key (connection_id, dedupe_key)
);
create index delivery_recent on delivery (workspace_id, received_at desc);

create table call (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  connection_id text not null references connection (id) on delete cascade,
  gong_call_id text not null,
  state text not null default 'expected'
    check (state in ('expected', 'fetched', 'drafted', 'skipped', 'failed', 'erased')),
  -- Why, for the states beside the road. `held` is not stored: it is an expected call of a blocked connection.
  reason text,
  waits_for text not null default 'details' check (waits_for in ('details', 'transcript')),
  -- When Gong is asked next; null = there is nothing to ask. A drafted call with a due_at is read again.
  due_at timestamptz,
  -- 0 live, 1 found by comparing lists, 2 history.
  priority smallint not null default 0,
  follow_up_wanted boolean not null default true,
  -- A person asked for a follow-up although a rule says no.
  forced boolean not null default false,
  source text not null check (source in ('event', 'rule', 'reconcile', 'backfill', 'watch')),
  asks integer not null default 0,
  -- Bumped by each piece of news: a fetch that began before it is not the last word.
  news integer not null default 1,
  last_problem text,
  title text,
  url text,
  started_at timestamptz,
  duration_s integer,
  direction text,
  scope text,
  language text,
  is_private boolean,
  gong_workspace_id text,
  host_gong_user_id text,
  company text,
  parties jsonb not null default '[]',
  -- Of our side: who may see the call.
  gong_user_ids text[] not null default '{}',
  our_emails text[] not null default '{}',
  search tsvector,
  announced_at timestamptz,
  expected_at timestamptz not null,
  details_at timestamptz,
  fetched_at timestamptz,
  drafted_at timestamptz,
  updated_at timestamptz not null,
  unique (connection_id, gong_call_id)
);
create index call_due on call (connection_id, due_at) where due_at is not null;
create index call_unwritten on call (fetched_at) where state = 'fetched';
create index call_list on call (workspace_id, (coalesce(started_at, expected_at)) desc, id desc);
create index call_people on call using gin (gong_user_ids);
create index call_our_emails on call using gin (our_emails);
create index call_search on call using gin (search);

-- The whole transcript, a row a call: sentences in order as {speakerId, startMs, endMs, text}.
create table transcript (
  call_id text primary key references call (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  sentences jsonb not null,
  content_hash text not null,
  search tsvector,
  fetched_at timestamptz not null
);
create index transcript_search on transcript using gin (search);

create table follow_up (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  call_id text not null unique references call (id) on delete cascade,
  status text not null default 'draft'
    check (status in ('draft', 'approved', 'sending', 'sent', 'dismissed', 'send_failed', 'send_unclear')),
  version integer not null default 1,
  -- A newer machine-written version that waits because a person had touched the current one.
  offered_version integer,
  approved_version integer,
  approved_by text references "user" (id) on delete set null,
  sent_via text,
  -- Which transcript the newest machine-written version was made from.
  transcript_hash text not null,
  updated_at timestamptz not null
);
create index follow_up_queue on follow_up (workspace_id, status, updated_at desc);

create table follow_up_version (
  follow_up_id text not null references follow_up (id) on delete cascade,
  version integer not null,
  workspace_id text not null references workspace (id) on delete cascade,
  content jsonb not null,
  writer text not null,
  -- Null = made by the writer.
  made_by text references "user" (id) on delete set null,
  created_at timestamptz not null,
  primary key (follow_up_id, version)
);

-- What changed, in order: feeds the live stream. Ids only; readers ask for the rest with their own rights.
create table change (
  position bigint generated always as identity primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  kind text not null check (kind in ('call', 'followup', 'connection', 'backfill')),
  entity_id text not null,
  -- Lets a reader skip what was still being written by a transaction when it looked.
  written_by xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now()
);
-- In the order of the stream: a transaction's number, then the position (see http/stream).
create index change_stream on change (written_by, position);
create index change_workspace on change (workspace_id, written_by, position);
