-- 全市看板: everybody at work sees how the cases of all communities stand, where the city says so (Yubei lets every account watch every
-- town's). The policies of case_file stay as narrow as they are: this function hands out what tells nothing of anybody, and asks by
-- itself who looks and whether the city wants it. No free text leaves it, because any may name somebody.
create function board_case(from_area int8, until_area int8, at timestamptz) returns table (
    id int8,
    community int8,
    light int2,
    category text,
    source text,
    holder int8,
    is_paused boolean,
    reported_at timestamptz,
    holder_since timestamptz,
    holder_due_at timestamptz,
    business_due_at timestamptz
)
language sql
stable
security definer
set search_path = public, pg_temp
as $$
    select
        c.id, c.area - c.area % 1000, c.light, c.category, c.source, c.holder, c.paused_at is not null, c.reported_at, c.holder_since,
        c.holder_due_at, c.business_due_at
    from session s
    join post p on p.id = s.post_id
    join setting o on o.county = (s.area / 1000000000)::int4 and o.name = 'citywide_board' and o.value = 'on'
    join case_file c on c.area >= greatest(from_area, s.area - s.area % 1000000000)
        and c.area < least(until_area, s.area - s.area % 1000000000 + 1000000000)
    where s.key = decode(current_setting('gezhi.session', true), 'hex')
        and s.revoked_at is null
        and s.expires_at > now()
        and p.role in ('grid_worker', 'grid_leader', 'community', 'street', 'department', 'city', 'supervision')
        and (c.light < 4 or (c.light = 4 and coalesce(c.closed_at, c.changed_at) >= board_case.at - interval '30 days'))
$$;
revoke all on function board_case(int8, int8, timestamptz) from public;
grant execute on function board_case(int8, int8, timestamptz) to gezhi_app;
comment on function board_case(int8, int8, timestamptz) is 'Open cases of the acting session''s city, and those closed within thirty days, without any text; nothing unless its setting citywide_board is on.';
