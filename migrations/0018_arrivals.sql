-- What was acknowledged and is not taken in yet: a row for what came to one address at one moment
-- (docs/decisions/064-arrivals-first.md).
create table arrival (
  position bigint generated always as identity primary key,
  workspace_id text not null,
  connection_id text not null references connection (id) on delete cascade,
  webhook_key_id text not null,
  verified_by text not null,
  -- In the order in which they came: [{id, dedupe_key, kind, gong_call_id, is_test, headers, body}].
  deliveries jsonb not null,
  size integer not null,
  bytes integer not null,
  received_at timestamptz not null,
  -- It could not be taken in, alone neither: the others go on, and it is tried again.
  set_aside_at timestamptz
);
-- It lives for moments: to compress it cost an eighth of the statement that stores it.
alter table arrival alter column deliveries set storage external;
