-- People, workspaces and how they prove who they are. Ids are text, times timestamptz in UTC.
-- "user", session, account and verification have the columns that better-auth reads and writes.

create table "user" (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table workspace (
  id text primary key,
  name text not null,
  -- Time zone, call filters, mail style: each feature reads its own keys, absent = the default.
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index workspace_age on workspace (created_at, id);

create table member (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  user_id text not null references "user" (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null default now(),
  unique (workspace_id, user_id)
);
create index member_user on member (user_id, created_at);

create table session (
  id text primary key,
  user_id text not null references "user" (id) on delete cascade,
  -- Worth nothing alone: the cookie also carries its signature under a key derived from SECRET_KEY.
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_user on session (user_id);
create index session_expiry on session (expires_at);

create table account (
  id text primary key,
  user_id text not null references "user" (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- A scrypt hash with its salt.
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_user on account (user_id);

create table verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);

-- Attempts to sign in, set up or join, counted for all web processes together in fixed windows.
create table attempt (
  key text primary key,
  count integer not null,
  window_ends_at timestamptz not null
);

-- For programs. A key acts for the person who made it, with the role that person has at that moment.
create table api_key (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  user_id text not null references "user" (id) on delete cascade,
  name text not null,
  -- The first characters, so that a person can tell keys apart.
  prefix text not null,
  -- SHA-256 of the whole key (256 random bits, so a slow hash would add nothing).
  key_hash text not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_workspace on api_key (workspace_id, created_at);

-- A link that lets one person join, or choose a new password, once.
create table one_time_link (
  token_hash text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  email text not null check (email = lower(email)),
  purpose text not null check (purpose in ('join', 'reset')),
  role text check (role in ('owner', 'admin', 'member')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check (purpose <> 'join' or role is not null)
);
create index one_time_link_email on one_time_link (workspace_id, email);

create table audit_entry (
  id text primary key,
  workspace_id text not null references workspace (id) on delete cascade,
  -- Null = the deployment itself, such as its command line.
  user_id text references "user" (id) on delete set null,
  action text not null,
  target text,
  details jsonb not null default '{}',
  at timestamptz not null
);
create index audit_entry_recent on audit_entry (workspace_id, at desc, id desc);

-- One row: what is true of this database as a whole.
create table deployment (
  only_row boolean primary key default true check (only_row),
  setup_done_at timestamptz,
  -- A known text sealed with SECRET_KEY: a start with another key is noticed before it does harm.
  secret_check text
);
insert into deployment default values;
