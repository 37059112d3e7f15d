-- What we may ask of Gong: one row for each OAuth client (or client and company), shared by all processes.
-- All times are this database's clock; whoever asks is answered with a wait, never with a time.

create table allowance (
  key text primary key,
  -- The newest slots, oldest first, as many as the rate per second: the moment until which each may be used.
  slots timestamptz[] not null default '{}',
  -- Kept free beyond the second, because requests travel at different speeds. Grows when Gong refuses.
  guard_ms double precision not null default 0,
  refused_at timestamptz,
  paused_from timestamptz,
  paused_until timestamptz,
  -- These lanes have at most one request waiting for a slot, across all processes; its slot.
  reconcile_waits_until timestamptz,
  backfill_waits_until timestamptz
) with (fillfactor = 50);

-- Requests by the hour, for the daily quota.
create table allowance_hour (
  key text not null references allowance (key) on delete cascade,
  hour timestamptz not null,
  used integer not null,
  primary key (key, hour)
) with (fillfactor = 50);

-- Takes the next slot of `p_key`, or says why not:
--   slot         taken; to be used in `wait_ms`, at most `p_slack_ms` and a part of the guard later
--   lane_busy    another request of this lane waits; ask again in `wait_ms`
--   wait         the next slot is further away than `p_max_wait_ms`; nothing was taken
--   daily_quota  spent for this lane; some of it is back in `wait_ms`
-- `p_again`: the caller let a slot of the same request pass unused, so the day has counted it already.
create function allowance_take(
  p_key text, p_lane text, p_per_second integer, p_per_day integer,
  p_max_wait_ms double precision, p_slack_ms double precision, p_least_guard_ms double precision, p_again boolean
) returns table (outcome text, wait_ms double precision, guard_ms double precision)
language plpgsql as $$
declare
  -- No slot is ever given further ahead than this (the longest wait, a window and the longest slack fit in): what lies beyond was written before the clock was set back.
  c_horizon constant interval := interval '15 seconds';
  c_second constant interval := interval '1 second';
  c_day constant interval := interval '25 hours';
  a allowance%rowtype;
  v_now timestamptz;
  v_guard interval;
  v_slot timestamptz;
  v_lane_waits timestamptz;
  v_limit integer;
  v_used bigint;
begin
  insert into allowance (key) values (p_key) on conflict do nothing;
  select * into a from allowance where key = p_key for update;
  -- Read after the lock: those who waited for it get slots in the order of their turn.
  v_now := clock_timestamp();
  guard_ms := greatest(a.guard_ms, p_least_guard_ms);
  v_guard := make_interval(secs => guard_ms / 1000);

  if a.slots[cardinality(a.slots)] > v_now + c_horizon then
    a.slots := array_fill(v_now, array[p_per_second]);
  end if;
  if a.paused_from > v_now then
    a.paused_until := v_now + (a.paused_until - a.paused_from);
    a.paused_from := v_now;
    update allowance set paused_from = a.paused_from, paused_until = a.paused_until where key = p_key;
  end if;

  v_limit := case when p_lane = 'live' then p_per_day else p_per_day - p_per_day / 5 end;
  delete from allowance_hour h where h.key = p_key and h.hour <= v_now - c_day;
  if exists (select from allowance_hour h where h.key = p_key and h.hour > v_now) then
    -- Counted before the clock was set back: it counts from now on.
    with ahead as (delete from allowance_hour h where h.key = p_key and h.hour > v_now returning h.used)
    insert into allowance_hour as h (key, hour, used) select p_key, date_trunc('hour', v_now, 'UTC'), sum(used) from ahead
    on conflict (key, hour) do update set used = h.used + excluded.used;
  end if;
  select coalesce(sum(h.used), 0) into v_used from allowance_hour h where h.key = p_key;
  if v_used >= v_limit and not p_again then
    outcome := 'daily_quota';
    select extract(epoch from h.hour + c_day - v_now) * 1000 into wait_ms
    from (select hour, sum(used) over (order by hour) as back from allowance_hour where key = p_key) h
    where v_used - h.back < v_limit order by h.hour limit 1;
    wait_ms := coalesce(wait_ms, 3600000);
    return next;
    return;
  end if;

  v_lane_waits := case p_lane when 'backfill' then a.backfill_waits_until when 'reconcile' then a.reconcile_waits_until end;
  if v_lane_waits > v_now and v_lane_waits <= v_now + c_horizon then
    outcome := 'lane_busy';
    wait_ms := extract(epoch from v_lane_waits - v_now) * 1000;
    return next;
    return;
  end if;

  v_slot := greatest(v_now, a.paused_until);
  if cardinality(a.slots) >= p_per_second then
    v_slot := greatest(v_slot, a.slots[cardinality(a.slots) - p_per_second + 1] + c_second + v_guard);
  end if;
  wait_ms := extract(epoch from v_slot - v_now) * 1000;
  if wait_ms > p_max_wait_ms then
    outcome := 'wait';
    return next;
    return;
  end if;

  outcome := 'slot';
  a.slots := array(
    select s from (select s from unnest(a.slots || (v_slot + make_interval(secs => p_slack_ms / 1000))) s order by s desc limit p_per_second) newest
    order by s);
  update allowance set
    slots = a.slots,
    backfill_waits_until = case when p_lane = 'backfill' then v_slot else backfill_waits_until end,
    reconcile_waits_until = case when p_lane = 'reconcile' then v_slot else reconcile_waits_until end
  where key = p_key;
  if not p_again then
    insert into allowance_hour as h (key, hour, used) values (p_key, date_trunc('hour', v_now, 'UTC'), 1)
    on conflict (key, hour) do update set used = h.used + 1;
  end if;
  return next;
end
$$;
