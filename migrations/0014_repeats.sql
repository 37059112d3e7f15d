-- How often a delivery came again, and when it last did.
alter table delivery add column repeats integer not null default 0, add column repeated_at timestamptz;
