-- The love bank 爱心银行: an append-only ledger of two movements a transfer. The database itself keeps balances equal to the sum of
-- movements, lets no transfer in that does not come out even, and refuses every change of what was written.

create table bank_rule (
    county int4 not null,
    version int4 not null,
    from_on date not null,
    hourly_cents int8 not null,
    activity_minutes int4 not null,
    step_minutes int4 not null,
    balance_most_cents int8 not null,
    redeem_from_cents int8 not null,
    note text not null,
    made_at timestamptz not null,
    made_by int8 not null,
    constraint bank_rule_pkey primary key (county, version),
    constraint bank_rule_by_account foreign key (made_by) references account (id),
    constraint bank_rule_follows_the_first check (version > 1),
    constraint bank_rule_counts_in_steps check (step_minutes between 1 and 60 and activity_minutes between step_minutes and 1440),
    constraint bank_rule_gives_something check (hourly_cents between 1 and 10000),
    constraint bank_rule_has_room check (balance_most_cents between 1 and 10000000),
    constraint bank_rule_can_be_redeemed_under check (redeem_from_cents between 0 and balance_most_cents),
    constraint bank_rule_says_what_changed check (length(note) between 1 and 200)
);
comment on table bank_rule is 'What an hour of a volunteer is worth, in versions; version 1 is domain::bank::Rule::first(). Rows never change.';
comment on column bank_rule.county is 'County code.';
comment on column bank_rule.version is 'The version, from 2.';
comment on column bank_rule.from_on is 'The first day that it holds for.';
comment on column bank_rule.hourly_cents is 'What an hour is worth, in hundredths.';
comment on column bank_rule.activity_minutes is 'The longest time that counts of one activity.';
comment on column bank_rule.step_minutes is 'Time counts in whole steps of so many minutes.';
comment on column bank_rule.balance_most_cents is 'The most that a volunteer''s account may hold, in hundredths.';
comment on column bank_rule.redeem_from_cents is 'What has to be there before anything is redeemed, in hundredths.';
comment on column bank_rule.note is 'What changed and why.';
comment on column bank_rule.made_at is 'When it was made.';
comment on column bank_rule.made_by is 'By whom.';
grant select on bank_rule to gezhi_app;
grant select, insert on bank_rule to gezhi_system;

create sequence bank_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence bank_serial to gezhi_system;

create table bank_account (
    id int8 not null,
    kind text not null,
    area int8 not null,
    owner_id int8,
    balance_cents int8 not null default 0,
    opened_at timestamptz not null,
    is_synthetic boolean not null default false,
    constraint bank_account_pkey primary key (id),
    constraint bank_account_of_account foreign key (owner_id) references account (id),
    constraint bank_account_kind_is_known check (kind in ('issuer', 'volunteer', 'pool', 'shop')),
    constraint bank_account_of_volunteers_has_an_owner check ((kind = 'volunteer') = (owner_id is not null)),
    constraint bank_account_of_offices_is_a_communitys check (
        kind = 'volunteer' or (area % 1000 = 0 and area % 1000000 <> 0)
    ),
    constraint bank_account_balance_fits_its_kind check (
        case kind when 'issuer' then balance_cents <= 0 else balance_cents >= 0 end
    )
);
create unique index bank_account_owner on bank_account (owner_id) where owner_id is not null;
create unique index bank_account_office on bank_account (area, kind) where owner_id is null;
create index bank_account_area on bank_account (area);
comment on table bank_account is 'Accounts of the love bank 爱心银行: one for each volunteer''s login, and three for each community. All balances together are 0.';
comment on column bank_account.id is 'BankAccountId: county and serial number.';
comment on column bank_account.kind is 'issuer (where hours are credited from, never above 0), volunteer, pool (given to all) or shop (redeemed).';
comment on column bank_account.area is 'The community, or where the volunteer''s post is.';
comment on column bank_account.owner_id is 'The volunteer''s login; null for a community''s accounts.';
comment on column bank_account.balance_cents is 'The sum of its movements, kept by keep_bank_balance() and by nothing else; in hundredths.';
comment on column bank_account.opened_at is 'When it was opened.';
comment on column bank_account.is_synthetic is 'Whether the record is made up.';

create table bank_item (
    id int8 not null,
    area int8 not null,
    name text not null,
    price_cents int8 not null,
    stock int4 not null,
    is_offered boolean not null default true,
    made_at timestamptz not null,
    made_by int8 not null,
    revision int8 not null default 1,
    constraint bank_item_pkey primary key (id),
    constraint bank_item_by_account foreign key (made_by) references account (id),
    constraint bank_item_is_a_communitys check (area % 1000 = 0 and area % 1000000 <> 0),
    constraint bank_item_has_a_name check (length(name) between 1 and 60),
    constraint bank_item_costs_something check (price_cents between 1 and 10000000),
    constraint bank_item_stock_is_counted check (stock between 0 and 100000)
);
create index bank_item_area on bank_item (area);
comment on table bank_item is 'What volunteers redeem for: things and services of a community, with how many there are.';
comment on column bank_item.id is 'BankItemId: county and serial number.';
comment on column bank_item.area is 'The community that gives it out.';
comment on column bank_item.name is 'What it is.';
comment on column bank_item.price_cents is 'What one of it costs, in hundredths.';
comment on column bank_item.stock is 'How many are left.';
comment on column bank_item.is_offered is 'Whether it can be redeemed; one that can''t any more stays for the statements.';
comment on column bank_item.made_at is 'When it was put up.';
comment on column bank_item.made_by is 'By whom.';
comment on column bank_item.revision is 'Rises with every change; a change names the one it saw.';
grant select on bank_item to gezhi_app;
grant select, insert, update on bank_item to gezhi_system;

create table bank_transfer (
    id int8 not null,
    operation bytea not null,
    kind text not null,
    from_account int8 not null,
    to_account int8 not null,
    from_owner int8,
    to_owner int8,
    wish_id int8,
    item_id int8,
    reverses int8,
    served_on date,
    minutes int4,
    rule_version int4 not null,
    reason text,
    at timestamptz not null,
    by_account int8,
    by_post int8,
    is_synthetic boolean not null default false,
    constraint bank_transfer_pkey primary key (id),
    constraint bank_transfer_once unique (operation),
    constraint bank_transfer_reversed_once unique (reverses),
    constraint bank_transfer_operation_is_whole check (octet_length(operation) = 16),
    constraint bank_transfer_kind_is_known check (kind in ('credit', 'donate', 'redeem', 'reverse')),
    constraint bank_transfer_from_another check (from_account <> to_account),
    constraint bank_transfer_from foreign key (from_account) references bank_account (id),
    constraint bank_transfer_to foreign key (to_account) references bank_account (id),
    constraint bank_transfer_of_item foreign key (item_id) references bank_item (id),
    constraint bank_transfer_takes_back foreign key (reverses) references bank_transfer (id),
    constraint bank_transfer_by_account foreign key (by_account) references account (id),
    constraint bank_transfer_in_post foreign key (by_post) references post (id),
    constraint bank_transfer_credit_is_whole check (
        (kind = 'credit') = (wish_id is not null)
        and (kind = 'credit') = (served_on is not null)
        and (kind = 'credit') = (minutes is not null)
    ),
    constraint bank_transfer_minutes_are_counted check (minutes >= 0),
    constraint bank_transfer_redeems_something check (kind <> 'redeem' or item_id is not null),
    constraint bank_transfer_reversal_is_whole check ((kind = 'reverse') = (reverses is not null)),
    constraint bank_transfer_reversal_says_why check (kind <> 'reverse' or reason is not null),
    constraint bank_transfer_reason_has_words check (length(reason) between 1 and 200)
);
create unique index bank_transfer_credits_a_wish_once on bank_transfer (wish_id, to_account) where kind = 'credit';
create index bank_transfer_from_at on bank_transfer (from_account, at);
create index bank_transfer_to_at on bank_transfer (to_account, at);
comment on table bank_transfer is 'Transfers between two accounts of the love bank, for ever: a wrong one is followed by one that takes it back.';
comment on column bank_transfer.id is 'BankTransferId: county and serial number.';
comment on column bank_transfer.operation is 'The sender''s number, so that a repetition comes in once; of a credit it is made of wish and volunteer.';
comment on column bank_transfer.kind is 'credit (of time served), donate, redeem or reverse.';
comment on column bank_transfer.from_account is 'Which account loses.';
comment on column bank_transfer.to_account is 'Which account gets.';
comment on column bank_transfer.from_owner is 'Its volunteer, whom the other one may know.';
comment on column bank_transfer.to_owner is 'Its volunteer, whom the other one may know.';
comment on column bank_transfer.wish_id is 'The wish that was served.';
comment on column bank_transfer.item_id is 'What was redeemed.';
comment on column bank_transfer.reverses is 'The transfer that this one takes back; each once.';
comment on column bank_transfer.served_on is 'The day of the service.';
comment on column bank_transfer.minutes is 'How long it took, as it was confirmed.';
comment on column bank_transfer.rule_version is 'The version of the rules that it followed.';
comment on column bank_transfer.reason is 'Why, in words.';
comment on column bank_transfer.at is 'When.';
comment on column bank_transfer.by_account is 'Who did it; null when the server did by itself.';
comment on column bank_transfer.by_post is 'In which capacity.';
comment on column bank_transfer.is_synthetic is 'Whether the record is made up.';

create table bank_movement (
    transfer_id int8 not null,
    account_id int8 not null,
    cents int8 not null,
    constraint bank_movement_pkey primary key (transfer_id, account_id),
    constraint bank_movement_of_transfer foreign key (transfer_id) references bank_transfer (id),
    constraint bank_movement_of_account foreign key (account_id) references bank_account (id)
);
create index bank_movement_account on bank_movement (account_id);
comment on table bank_movement is 'What a transfer gave to an account or took from it: two for each transfer, and together 0.';
comment on column bank_movement.transfer_id is 'The transfer.';
comment on column bank_movement.account_id is 'The account.';
comment on column bank_movement.cents is 'How much, in hundredths; below 0 for what it lost.';

-- Without deferrable constraints the evenness of a transfer is looked at when the statement ends that wrote it: both movements come
-- with their transfer in one statement, or not at all.
create function keep_bank_balance() returns trigger
language plpgsql
security definer
set search_path = public, pg_temp
as $$
begin
    if exists (
        select 1
        from (select distinct transfer_id from added) n
        join bank_transfer t on t.id = n.transfer_id
        cross join lateral (
            select
                count(*) as lines,
                coalesce(sum(m.cents), 0) as total,
                bool_and((m.account_id = t.from_account and m.cents <= 0) or (m.account_id = t.to_account and m.cents >= 0)) as fits
            from bank_movement m
            where m.transfer_id = t.id
        ) found
        where found.lines <> 2 or found.total <> 0 or not found.fits
    ) then
        raise exception 'a transfer of the love bank moves the same to one account as from the other' using errcode = '23514';
    end if;
    update bank_account a
    set balance_cents = a.balance_cents + moved.cents
    from (select account_id, sum(cents)::int8 as cents from added group by account_id) moved
    where a.id = moved.account_id and moved.cents <> 0;
    return null;
end
$$;
comment on function keep_bank_balance() is 'Lets in only transfers that come out even, and adds their movements to the balances.';
revoke all on function keep_bank_balance() from public;
create trigger bank_movement_is_booked after insert on bank_movement
referencing new table as added for each statement execute function keep_bank_balance();

create function refuse_half_bank_transfer() returns trigger
language plpgsql
security definer
set search_path = public, pg_temp
as $$
begin
    if exists (
        select 1 from added n where (select count(*) from bank_movement m where m.transfer_id = n.id) <> 2
    ) then
        raise exception 'a transfer of the love bank comes with its two movements' using errcode = '23514';
    end if;
    return null;
end
$$;
comment on function refuse_half_bank_transfer() is 'Lets no transfer in without its two movements.';
revoke all on function refuse_half_bank_transfer() from public;
create trigger bank_transfer_is_whole after insert on bank_transfer
referencing new table as added for each statement execute function refuse_half_bank_transfer();

-- The owner of the tables too has to take the lock off before the past can be changed, which shows in the schema.
create function refuse_bank_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'what the love bank wrote is not changed: take it back by another transfer' using errcode = '23001';
end
$$;
comment on function refuse_bank_change() is 'Refuses to change or remove what was written.';
revoke all on function refuse_bank_change() from public;
create trigger bank_movement_stays before update or delete or truncate on bank_movement
for each statement execute function refuse_bank_change();
create trigger bank_transfer_stays before update or delete or truncate on bank_transfer
for each statement execute function refuse_bank_change();
create trigger bank_account_stays before delete or truncate on bank_account
for each statement execute function refuse_bank_change();

-- A volunteer reads the own account; community, street and city those of their area, and who keeps watch over the system none. All
-- writing is done as the system, after the database looked whether the session does such work there (store::duty); balances are
-- nobody's to write.
alter table bank_account enable row level security;
alter table bank_account force row level security;
create policy bank_account_in_reach on bank_account to gezhi_app
    using (
        owner_id = any (array(
            select s.account_id
            from session s
            join post p on p.id = s.post_id
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and p.role = 'volunteer'
                and s.revoked_at is null
                and s.expires_at > now()
        ))
        or (
            area >= (
                select s.area
                from session s
                join post p on p.id = s.post_id
                where s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and p.role in ('community', 'street', 'city')
                    and s.revoked_at is null
                    and s.expires_at > now()
            )
            and area < (
                select s.area_end
                from session s
                join post p on p.id = s.post_id
                where s.key = decode(current_setting('gezhi.session', true), 'hex')
                    and p.role in ('community', 'street', 'city')
                    and s.revoked_at is null
                    and s.expires_at > now()
            )
        )
    );
create policy bank_account_system on bank_account to gezhi_system using (true) with check (true);
grant select on bank_account to gezhi_app;
-- Updating the area alone is what lets the system lock a row.
grant select, insert (id, kind, area, owner_id, opened_at, is_synthetic), update (area) on bank_account to gezhi_system;

-- Whoever sees one of the two accounts sees what was between them.
alter table bank_transfer enable row level security;
alter table bank_transfer force row level security;
create policy bank_transfer_of_seen_accounts on bank_transfer to gezhi_app
    using (from_account in (select a.id from bank_account a) or to_account in (select a.id from bank_account a));
create policy bank_transfer_system on bank_transfer to gezhi_system using (true) with check (true);
grant select on bank_transfer to gezhi_app;
grant select, insert on bank_transfer to gezhi_system;

alter table bank_movement enable row level security;
alter table bank_movement force row level security;
create policy bank_movement_of_seen_accounts on bank_movement to gezhi_app
    using (account_id in (select a.id from bank_account a));
create policy bank_movement_system on bank_movement to gezhi_system using (true) with check (true);
grant select on bank_movement to gezhi_app;
grant select, insert on bank_movement to gezhi_system;
