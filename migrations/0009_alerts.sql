-- Telling people when an issue opens or closes: by mail, and by an outgoing webhook. See docs/decisions/060.

-- Who a workspace wants told, and what came of the last tellings. No row = mail yes, webhook no.
create table alert_setting (
  workspace_id text primary key references workspace (id) on delete cascade,
  email boolean not null default true,
  -- The address is sealed too: with many receivers its path is the secret.
  webhook_url_sealed text,
  webhook_secret_sealed text,
  webhook_worked_at timestamptz,
  webhook_failed_at timestamptz,
  webhook_failure text,
  email_worked_at timestamptz,
  email_failed_at timestamptz,
  email_failure text
);

-- What people were told last. An issue whose row says otherwise is news: the wish to tell is the issue's own row, so it is
-- there exactly if the issue is.
create table issue_told (
  connection_id text not null references connection (id) on delete cascade,
  workspace_id text not null references workspace (id) on delete cascade,
  code text not null,
  is_open boolean not null,
  -- When people were last told that it opened: for an hour they are not told so again.
  opened_at timestamptz not null,
  primary key (connection_id, code)
);
create index issue_told_open on issue_told (workspace_id) where is_open;
create index issue_latest on issue (connection_id, code, resolved_at desc);

-- A message on its way. Those of one channel leave in order; the id is the webhook-id and part of the mail's Message-ID.
create table alert (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  channel text not null check (channel in ('email', 'webhook')),
  -- Of a mail. The body is the mail's text, or the webhook's JSON as it is signed.
  subject text,
  body text not null,
  -- Who has this mail already, when only some of it could be sent.
  told_user_ids text[] not null default '{}',
  created_at timestamptz not null,
  tries integer not null default 0,
  next_try_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz
);
create index alert_waiting on alert (workspace_id, channel, id) where sent_at is null and given_up_at is null;
create index alert_age on alert (workspace_id, created_at);
