-- Lists, search and health that stay quick with a million calls: `docs/decisions/063` has the reasons, `docs/scale-out.md`
-- the figures. All of them are in the order of the list, so that a page is read and nothing is sorted.

create index call_state on call (workspace_id, state, (coalesce(started_at, expected_at)) desc, id desc);
-- Calls without a company, or whose details are not known yet, cost nothing here: an event's call is in no such index.
create index call_company on call (workspace_id, lower(company), (coalesce(started_at, expected_at)) desc, id desc)
  where company is not null;
create index call_host_email on call (
  workspace_id, lower(jsonb_path_query_first(parties, '$[*] ? (@.isHost == true)') ->> 'email'),
  (coalesce(started_at, expected_at)) desc, id desc)
  where details_at is not null;
create index call_host_name on call (
  workspace_id, lower(jsonb_path_query_first(parties, '$[*] ? (@.isHost == true)') ->> 'name'),
  (coalesce(started_at, expected_at)) desc, id desc)
  where details_at is not null;
-- Calls that comparing lists had found before their event came: the health page subtracts them, day by day.
create index call_announced_late on call (workspace_id, expected_at) where source = 'reconcile' and announced_at is not null;

-- The words of the current version; null where it was written before this column was.
alter table follow_up add column search tsvector;
create index follow_up_search on follow_up using gin (search);
create index follow_up_list on follow_up (workspace_id, id desc);
create index follow_up_status on follow_up (workspace_id, status, id desc);
drop index follow_up_queue;
