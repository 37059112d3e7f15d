-- What we may ask of Gong: one row for each OAuth client (or client and company), shared by all processes.
-- All times are this database's clock. Whoever asks is answered with a wait, never with a time to compare with
-- another clock; `slot` is only ever handed back.

create table allowance (
  key text primary key,
  -- The newest slots, oldest first, as many as the rate per second: the moment until which each may be used.
  slots timestamptz[] not null default '{}',
  -- Kept free beyond the second, because requests travel at different speeds. Grows when Gong refuses.
  guard_ms double precision not null default 0,
  refused_at timestamptz,
  paused_from timestamptz,
  paused_until timestamptz,
  -- The slot that a request of this lane waits for: there is at most one, across all processes.
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
-- `p_counted`: an earlier slot of the same request passed unused, so the day has counted it already.
create function allowance_take(
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
  -- Whoever waits keeps some distance to the request before (`docs/decisions/043`), and history always does. A third
  -- less than an even distance, so that a request that leaves late does not put off all that follow it.
  if (p_lane = 'backfill' or v_slot > v_now) and cardinality(a.slots) > 0 then
    v_slot := greatest(v_slot,
      a.slots[cardinality(a.slots)] + (c_second + make_interval(secs => guard_ms / 1000)) / p_per_second * 0.67);
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

-- Looks at a slot again before it is used, or when it was missed:
--   leave   use it in `wait_ms`. One that was missed by more than `p_late_ms` begins anew now, as long as no later
--           slot was reckoned from it: that is while it is among the newest
--   paused  Gong has asked for a pause meanwhile
--   lost    missed, and others rely on it
create function allowance_confirm(
  p_key text, p_slot text, p_old_slack_ms double precision, p_slack_ms double precision, p_late_ms double precision
) returns table (outcome text, wait_ms double precision, slot text)
language plpgsql as $$
declare
  a allowance%rowtype;
  v_now timestamptz;
  v_begins timestamptz := p_slot::timestamptz - make_interval(secs => p_old_slack_ms / 1000);
  v_place integer;
begin
  select * into a from allowance where key = p_key for update;
  v_now := clock_timestamp();
  slot := p_slot;
  outcome := 'leave';
  wait_ms := extract(epoch from v_begins - v_now) * 1000;
  if a.paused_until > v_now and a.paused_from <= v_now then
    outcome := 'paused';
  elsif v_now > v_begins + make_interval(secs => (p_late_ms + p_old_slack_ms) / 1000) or wait_ms > 15000 then
    v_place := array_position(a.slots, p_slot::timestamptz);
    if v_place is null then
      outcome := 'lost';
    else
      wait_ms := 0;
      slot := v_now + make_interval(secs => p_slack_ms / 1000);
      a.slots[v_place] := slot::timestamptz;
      update allowance set slots = array(select s from unnest(a.slots) s order by s) where key = p_key;
    end if;
  end if;
  return next;
end
$$;
