-- A new OAuth client waits until access was granted through it; what is kept for a while only can be found by its age.

alter table connection
  -- Another client than the one that the living tokens belong to; it takes its place when a reconnect with it succeeds.
  add column pending_client_id text,
  add column pending_client_secret_sealed text,
  add column pending_app_url text,
  -- Why the last refresh failed: said again, instead of asking again, until `refresh_retry_at`.
  add column refresh_failed_as text;

-- With which client a round trip was begun, since its code belongs to that client; null = the deployment's.
alter table oauth_state add column client_id text;

create index audit_entry_age on audit_entry (at);
create index issue_age on issue (resolved_at) where resolved_at is not null;
