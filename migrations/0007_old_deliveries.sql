-- Finds the deliveries whose raw body is old enough to go.
create index delivery_body on delivery (received_at) where body is not null;

-- What the fetch loop looks through ten times a second while a long import runs.
create index call_due_by_kind on call (connection_id, waits_for, priority, started_at desc nulls first)
  where due_at is not null;
