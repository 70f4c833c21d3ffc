-- 主动对接认领: a unit that works for an area may claim what lies in a pool there, so it sees the cases in it. A pool is short: the list
-- is read once a statement, and by its own index.
create index case_file_pool on case_file (area) where in_pool;

drop policy case_file_in_scope on case_file;
create policy case_file_in_scope on case_file to gezhi_app
    using (
        (
            area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or id = any (array(
            select p.case_id
            from case_party p
            where p.desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
        or (
            in_pool
            and area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
    );

drop policy case_event_in_scope on case_event;
create policy case_event_in_scope on case_event to gezhi_app
    using (
        (
            area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        )
        or case_id = any (array(
            select p.case_id
            from case_party p
            where p.desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
        or case_id = any (array(
            select c.id
            from case_file c
            where c.in_pool and c.area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
            and c.area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0 and not s.sees_cases
                and s.revoked_at is null
                and s.expires_at > now()
        )
        ))
    );

create or replace function note_step(at timestamptz, subject int8, action text, detail jsonb, has_changed boolean) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    with acting as (
        select s.account_id, s.post_id, s.area, s.area_end, s.sees_cases, s.desk
        from session s
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and s.revoked_at is null
            and s.expires_at > now()
    ),
    subject_case as (
        select c.id, c.area, c.dwelling_id, a.account_id, a.post_id
        from acting a
        join case_file c on c.id = subject
        where (a.sees_cases and c.area >= a.area and c.area < a.area_end)
            or (c.in_pool and a.desk <> 0 and c.area >= a.area and c.area < a.area_end)
            or exists (select 1 from case_party p where p.case_id = c.id and p.desk = a.desk)
    ),
    told as (
        insert into outbox (area, topic, dwelling_id, case_id, created_at)
        select c.area, 'case', c.dwelling_id, c.id, note_step.at
        from subject_case c
        where has_changed
    ),
    entry as (
        insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
        select note_step.at, c.account_id, c.post_id, c.area, note_step.action, 'case', c.id, note_step.detail
        from subject_case c
        returning id
    )
    insert into audit_pending (audit_id)
    select id from entry
$$;
