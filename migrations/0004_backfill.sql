-- History that an admin asked for. A run is cut into windows of time; no cursor of Gong's is ever stored.

create table backfill (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  connection_id text not null references connection (id) on delete cascade,
  -- scheduled = begins or goes on by itself: at its hours, or when the run before it is over.
  state text not null check (state in ('scheduled', 'running', 'paused', 'done', 'cancelled', 'failed')),
  range_from timestamptz not null,
  range_to timestamptz not null,
  -- {from, to, timeZone, weekdays}; null = at any time.
  off_hours jsonb,
  write_follow_ups boolean not null,
  -- How many calls Gong counts in the range; null until it was asked.
  counted integer,
  -- Records without an id that could be read: they count as found, but there is nothing to store.
  unreadable integer not null default 0,
  -- Fewer were found than Gong had counted, so that the windows were read once more, none of them split by its first page.
  is_second_reading boolean not null default false,
  requests integer not null default 0,
  -- Time spent running and not waiting, up to `worked_at`.
  worked_ms bigint not null default 0,
  worked_at timestamptz,
  waits_for text check (waits_for in ('turn', 'off_hours', 'daily_quota', 'allowance', 'gong', 'connection', 'scope')),
  wait_until timestamptz,
  failures integer not null default 0,
  problem text,
  created_by text references "user" (id) on delete set null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz
);
create index backfill_list on backfill (workspace_id, created_at desc, id desc);
create index backfill_active on backfill (connection_id, created_at) where state in ('scheduled', 'running');
create unique index backfill_one_at_a_time on backfill (connection_id) where state = 'running';

-- A window is done together with its calls, in one transaction. One that was begun and not done is read again.
create table backfill_window (
  backfill_id text not null references backfill (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null,
  done_at timestamptz,
  primary key (backfill_id, from_at, to_at)
);
create index backfill_window_open on backfill_window (backfill_id, from_at desc) where done_at is null;

-- Which calls a run came upon, whether or not they were known before: its counts are counted from their states.
create table backfill_call (
  backfill_id text not null references backfill (id) on delete cascade,
  call_id text not null references call (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  primary key (backfill_id, call_id)
);
create index backfill_call_of on backfill_call (call_id);
