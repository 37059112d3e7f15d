-- What the connection's health is measured by, and what lets it heal by itself.

alter table connection
  -- Gong refused to renew our access: only a person can reconnect. The access token is used as long as it lives.
  add column refresh_refused_at timestamptz,
  -- An answer to a refresh never came whole: the refresh token may be used up, or not.
  add column refresh_unclear_at timestamptz,
  -- Not before then is a refresh tried again while the access token lives.
  add column refresh_retry_at timestamptz,
  -- Who compares the wanted subscription with the actual one: two at once would each remove what the other made.
  add column subscription_lease_holder text,
  add column subscription_lease_until timestamptz,
  -- Since when an unannounced call counts as missed: the first comparison after announcing began.
  add column listening_from timestamptz,
  -- Which calls the automation rule in Gong leaves out: as an admin said, or as a pattern shows.
  add column rule_filter text check (rule_filter in ('external_only')),
  -- The weekly comparison of everything: how far back the present round has come, and when one was finished.
  add column compare_all_place timestamptz,
  add column compare_all_at timestamptz,
  -- What the weekly comparison has asked for, so that it stays below a tenth of a day's requests.
  add column compare_all_day date,
  add column compare_all_requests integer not null default 0;

-- Calls that Gong lists but no event had announced when we looked, by day. The honest health of the webhook.
create table found_call_day (
  connection_id text not null references connection (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  day date not null,
  found integer not null,
  primary key (connection_id, day)
);

-- The last comparisons of Gong's list with ours: `missing` after it must be 0.
create table compared_window (
  id text primary key,
  connection_id text not null references connection (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  tier text not null check (tier in ('short', 'wide', 'all')),
  window_from timestamptz not null,
  window_to timestamptz not null,
  listed integer not null,
  found integer not null,
  missing integer not null,
  erased integer not null default 0,
  at timestamptz not null
);
create index compared_window_recent on compared_window (connection_id, at desc);
