-- Nobody looks into an arrival before it is taken in: to read its deliveries while their senders wait cost Postgres a sixth
-- of the statement that stores them (docs/decisions/064-arrivals-first.md).
alter table arrival alter column deliveries type text using deliveries::text;
comment on column arrival.deliveries is
  'JSON, in the order in which they came: [{id, dedupe_key, kind, gong_call_id, is_test, headers, body}]';
-- Again: another type takes the storage of that type along.
alter table arrival alter column deliveries set storage external;
