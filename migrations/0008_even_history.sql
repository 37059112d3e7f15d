-- Requests of history are spaced evenly instead of in bursts; all else is as before (`docs/decisions/043`).

-- Takes the next slot of `p_key`, or says why not:
--   slot         taken; to be used in `wait_ms`, at most `p_slack_ms` and a part of the guard later
--   lane_busy    another request of this lane waits; ask again in `wait_ms`
--   wait         the next slot is further away than `p_max_wait_ms`; nothing was taken
--   daily_quota  spent for this lane; some of it is back in `wait_ms`
-- `p_counted`: an earlier slot of the same request passed unused, so the day has counted it already.
create or replace function allowance_take(
  p_key text, p_lane text, p_per_second integer, p_per_day integer, p_max_wait_ms double precision,
  p_slack_ms double precision, p_least_guard_ms double precision, p_counted boolean
) returns table (outcome text, wait_ms double precision, guard_ms double precision, slot text)
language plpgsql as $$
declare
  -- No slot is ever given further ahead (10 s of waiting, a window, 2 s of slack): what lies beyond was written
  -- before the clock was set back.
  c_horizon constant interval := interval '15 seconds';
  c_second constant interval := interval '1 second';
  -- An hour counts until its last request is a day old.
  c_day constant interval := interval '25 hours';
  a allowance%rowtype;
  v_now timestamptz;
  v_hour timestamptz;
  v_slot timestamptz;
  v_lane_waits timestamptz;
  v_limit integer;
  v_used bigint;
begin
  insert into allowance (key) values (p_key) on conflict do nothing;
  select * into a from allowance where key = p_key for update;
  -- Read after the lock, so that those who waited for it get their slots in the order of their turn.
  v_now := clock_timestamp();
  v_hour := date_trunc('hour', v_now, 'UTC');
  guard_ms := greatest(a.guard_ms, p_least_guard_ms);

  if a.slots[cardinality(a.slots)] > v_now + c_horizon then
    a.slots := array_fill(v_now, array[p_per_second]);
  end if;
  if a.paused_from > v_now then
    a.paused_until := v_now + (a.paused_until - a.paused_from);
    update allowance set paused_from = v_now, paused_until = a.paused_until where key = p_key;
  end if;
  if exists (select from allowance_hour h where h.key = p_key and h.hour > v_now) then
    with ahead as (delete from allowance_hour h where h.key = p_key and h.hour > v_now returning h.used)
    insert into allowance_hour as h (key, hour, used) select p_key, v_hour, sum(used) from ahead
    on conflict (key, hour) do update set used = h.used + excluded.used;
  end if;
  delete from allowance_hour h where h.key = p_key and h.hour <= v_now - c_day;

  -- A fifth of the day is left to live calls.
  v_limit := case when p_lane = 'live' then p_per_day else p_per_day - p_per_day / 5 end;
  select coalesce(sum(h.used), 0) into v_used from allowance_hour h where h.key = p_key;
  if v_used >= v_limit and not p_counted then
    outcome := 'daily_quota';
    select extract(epoch from h.hour + c_day - v_now) * 1000 into wait_ms
    from (select hour, sum(used) over (order by hour) as back from allowance_hour where key = p_key) h
    where v_used - h.back < v_limit order by h.hour limit 1;
    -- With a quota of nothing, nothing comes back; somebody may change the setting.
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
    v_slot := greatest(v_slot,
      a.slots[cardinality(a.slots) - p_per_second + 1] + c_second + make_interval(secs => guard_ms / 1000));
  end if;
  -- History keeps some distance; with bursts of three, the work on two answers delays the third request. A third less
  -- than an even distance, so that a request that leaves late does not put off all that follow it.
  if p_lane = 'backfill' and cardinality(a.slots) > 0 then
    v_slot := greatest(v_slot, a.slots[cardinality(a.slots)] + (c_second + make_interval(secs => guard_ms / 1000)) / p_per_second * 0.67);
  end if;
  wait_ms := extract(epoch from v_slot - v_now) * 1000;
  if wait_ms > p_max_wait_ms then
    outcome := 'wait';
    return next;
    return;
  end if;

  outcome := 'slot';
  slot := v_slot + make_interval(secs => p_slack_ms / 1000);
  update allowance set
    slots = array(
      select s from (select s from unnest(a.slots || slot::timestamptz) s order by s desc limit p_per_second) newest order by s),
    backfill_waits_until = case when p_lane = 'backfill' then v_slot else backfill_waits_until end,
    reconcile_waits_until = case when p_lane = 'reconcile' then v_slot else reconcile_waits_until end
  where key = p_key;
  if not p_counted then
    insert into allowance_hour as h (key, hour, used) values (p_key, v_hour, 1)
    on conflict (key, hour) do update set used = h.used + 1;
  end if;
  return next;
end
$$;
