-- Calls that Gong listed already when it was connected are history: known, and followed up only when somebody asks.
alter table call add column is_history boolean not null default false;

-- Comparing lists never looks further back than this: set where the history could not be read at connecting.
alter table connection add column list_from timestamptz;
