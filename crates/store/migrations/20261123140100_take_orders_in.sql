-- 12345 工单: sheets of the city's hotline come in as lists of people do, and each order becomes a case once, known by its number.
alter table intake_batch
    add column kind text not null default 'people',
    add constraint intake_batch_kind_is_known check (kind in ('people', 'orders'));
comment on column intake_batch.kind is 'What its rows are: people, or orders of the city''s hotline.';

create table hotline_order (
    number text not null,
    area int8 not null,
    case_id int8 not null,
    account_id int8 not null,
    text_digest int8 not null,
    received_at timestamptz,
    due_at timestamptz not null,
    taken_at timestamptz not null,
    changed_at timestamptz not null,
    constraint hotline_order_pkey primary key (number),
    constraint hotline_order_case_once unique (case_id),
    constraint hotline_order_of_case foreign key (case_id) references case_file (id) on delete cascade,
    constraint hotline_order_by_account foreign key (account_id) references account (id),
    constraint hotline_order_number_is_one check (number ~ '^[0-9A-Z_-]{1,40}$')
);
create index hotline_order_area on hotline_order (area, taken_at);
comment on table hotline_order is 'Orders of the city''s hotline that were taken in, each with the case that it became.';
comment on column hotline_order.number is 'The hotline''s number of the order.';
comment on column hotline_order.area is 'The case''s area.';
comment on column hotline_order.case_id is 'The case.';
comment on column hotline_order.account_id is 'Who took it in.';
comment on column hotline_order.text_digest is 'Keyed digest of what the order said last: another one means new words.';
comment on column hotline_order.received_at is 'When somebody rang, as the sheet says; null when it does not.';
comment on column hotline_order.due_at is 'Until when the hotline wants an answer.';
comment on column hotline_order.taken_at is 'When it was taken in.';
comment on column hotline_order.changed_at is 'When its words last changed.';
alter table hotline_order enable row level security;
alter table hotline_order force row level security;
create policy hotline_order_in_scope on hotline_order to gezhi_app
    using (
        area >= (
            select s.area
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
        and area < (
            select s.area_end
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.may_see_people
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy hotline_order_system on hotline_order to gezhi_system using (true) with check (true);
grant select, insert on hotline_order to gezhi_app;
grant update (text_digest, changed_at) on hotline_order to gezhi_app;
grant select, insert, update, delete on hotline_order to gezhi_system;

-- An order that another office took in is none of the asker's to see, and must not come in twice.
create function known_orders(numbers text[]) returns setof text
language sql
stable
security definer
set search_path = public, pg_temp
as $$
    select o.number from hotline_order o where o.number = any (numbers)
$$;
revoke all on function known_orders(text[]) from public;
grant execute on function known_orders(text[]) to gezhi_app;
comment on function known_orders(text[]) is 'Which of these orders somebody took in, wherever their cases are.';
