-- Queues of cases that somebody keeps under a name: a link among one's own, and nobody else's business.

create table kept_queue (
    id int8 not null generated always as identity,
    account_id int8 not null,
    name text not null,
    axis text not null,
    light int2,
    late_only boolean not null default false,
    supervised_only boolean not null default false,
    within int8,
    category text,
    made_at timestamptz not null,
    constraint kept_queue_pkey primary key (id),
    constraint kept_queue_of_account foreign key (account_id) references account (id),
    constraint kept_queue_has_a_name check (length(name) between 1 and 30),
    constraint kept_queue_axis_is_known check (axis in ('mine', 'sent', 'all')),
    constraint kept_queue_light_is_known check (light between 1 and 5),
    constraint kept_queue_name_is_the_owners_only_one unique (account_id, name)
);
comment on table kept_queue is 'Queues of cases that somebody keeps under a name.';
comment on column kept_queue.id is 'Serial number.';
comment on column kept_queue.account_id is 'Who keeps it; nobody else sees it.';
comment on column kept_queue.name is 'What its keeper calls it.';
comment on column kept_queue.axis is 'Whose cases: mine, sent, all.';
comment on column kept_queue.light is 'Only this light; open ones when nothing is said.';
comment on column kept_queue.late_only is 'Only those whose holder is late.';
comment on column kept_queue.supervised_only is 'Only those under supervision.';
comment on column kept_queue.within is 'Only this area (area.area); no reference, because an area may be dissolved.';
comment on column kept_queue.category is 'Only this category (case_category.code).';
comment on column kept_queue.made_at is 'When it was made or renamed.';

alter table kept_queue enable row level security;
alter table kept_queue force row level security;
create policy kept_queue_of_its_keeper on kept_queue to gezhi_app
    using (
        account_id = (
            select s.account_id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy kept_queue_system on kept_queue to gezhi_system using (true) with check (true);
grant select, insert, delete on kept_queue to gezhi_app;
grant update (name, made_at) on kept_queue to gezhi_app;
grant select, insert, update, delete on kept_queue to gezhi_system;
