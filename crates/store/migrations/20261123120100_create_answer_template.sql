-- Answer templates 答复模板: texts that a desk keeps for what it answers again and again. Whoever works at the desk keeps them.
create table answer_template (
    id int8 not null generated always as identity,
    desk int8 not null,
    category text,
    name text not null,
    body text not null,
    account_id int8 not null,
    post_id int8 not null,
    changed_at timestamptz not null,
    revision int4 not null default 1,
    constraint answer_template_pkey primary key (id),
    constraint answer_template_name_is_the_desks_only_one unique (desk, name),
    constraint answer_template_about_category foreign key (category) references case_category (code),
    constraint answer_template_by_account foreign key (account_id) references account (id),
    constraint answer_template_by_post foreign key (post_id) references post (id),
    constraint answer_template_has_a_desk check (desk <> 0),
    constraint answer_template_has_a_name check (length(name) between 1 and 30),
    constraint answer_template_has_words check (length(body) between 1 and 800)
);
comment on table answer_template is 'Answer templates 答复模板: texts that a desk keeps for the words of its steps.';
comment on column answer_template.id is 'Serial number.';
comment on column answer_template.desk is 'Whose it is: the office of an area or a unit.';
comment on column answer_template.category is 'Only for cases about this; null for all.';
comment on column answer_template.name is 'What the desk calls it.';
comment on column answer_template.body is 'The words, with places to be filled in: {编号}, {地点}, {日期}.';
comment on column answer_template.account_id is 'Who wrote it last.';
comment on column answer_template.post_id is 'In which capacity.';
comment on column answer_template.changed_at is 'When it was last written.';
comment on column answer_template.revision is 'Rises with every change; a change names the one it saw.';

alter table answer_template enable row level security;
alter table answer_template force row level security;
create policy answer_template_of_the_desk on answer_template to gezhi_app
    using (
        desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0
                and s.revoked_at is null
                and s.expires_at > now()
        )
    )
    with check (
        desk = (
            select s.desk
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.desk <> 0
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy answer_template_system on answer_template to gezhi_system using (true) with check (true);
grant select, insert, delete on answer_template to gezhi_app;
grant update (category, name, body, account_id, post_id, changed_at, revision) on answer_template to gezhi_app;
grant select, insert, update, delete on answer_template to gezhi_system;

-- A department may not read the trail that it has to leave a row on.
create function audit_answer(at timestamptz, action text, detail jsonb) returns void
language sql
volatile
security definer
set search_path = public, pg_temp
as $$
    with entry as (
        insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
        select audit_answer.at, s.account_id, s.post_id, s.area, audit_answer.action, 'area', s.area, audit_answer.detail
        from session s
        where s.key = decode(current_setting('gezhi.session', true), 'hex')
            and s.desk <> 0
            and s.revoked_at is null
            and s.expires_at > now()
        returning id
    )
    insert into audit_pending (audit_id)
    select id from entry
$$;
revoke all on function audit_answer(timestamptz, text, jsonb) from public;
grant execute on function audit_answer(timestamptz, text, jsonb) to gezhi_app;
comment on function audit_answer(timestamptz, text, jsonb) is 'Writes what the acting session did with its desk''s answer templates onto the audit trail.';
