-- An event writes a call of which nothing but its id is known: what that costs is in `docs/decisions/044`.

-- Calls without people or words cost nothing here.
create index call_with_people on call using gin (gong_user_ids) where gong_user_ids <> '{}';
create index call_with_emails on call using gin (our_emails) where our_emails <> '{}';
create index call_with_words on call using gin (search) where search is not null;
drop index call_people, call_our_emails, call_search;

-- Their connection refers to its workspace, and goes with it. News for open pages is gone after a day.
alter table delivery drop constraint delivery_workspace_id_fkey;
alter table call drop constraint call_workspace_id_fkey;
alter table change drop constraint change_workspace_id_fkey;
