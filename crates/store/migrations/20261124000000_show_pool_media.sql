-- Who may claim what lies in a pool sees its pictures too, and may add one to a remark: that was refused by the lock only, as a
-- fault of ours.
drop policy media_in_scope on media;
create policy media_in_scope on media to gezhi_app
    using (
        (
            case_id is not null
            and area >= (
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
        or (
            case_id is null
            and account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.account_id is not null
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
