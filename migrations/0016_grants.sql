-- When access was granted last: a refusal that was on its way meanwhile is about the access before.
alter table connection add column granted_at timestamptz;
