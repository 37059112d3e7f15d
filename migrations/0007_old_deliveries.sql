-- Finds the deliveries whose raw body is old enough to go.
create index delivery_body on delivery (received_at) where body is not null;

-- What the fetch loop looks through ten times a second, in its order: nothing is sorted, however much is due.
create index call_due_by_kind on call (
  connection_id, waits_for, priority, started_at desc nulls first, expected_at desc)
  where due_at is not null;
