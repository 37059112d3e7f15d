-- What Prometheus is told of the last hour's follow-ups is read from its end, not from all calls.
create index call_drafted on call (drafted_at) where drafted_at is not null;
