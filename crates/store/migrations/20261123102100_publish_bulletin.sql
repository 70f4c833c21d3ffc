-- Bulletins about watched cases: numbered, published once, never changed. They hold no personal data.

create sequence bulletin_serial as int8 minvalue 1 maxvalue 999999999999;
grant usage on sequence bulletin_serial to gezhi_system;

create table bulletin (
    id int8 not null,
    county int4 not null,
    year int2 not null,
    number int4 not null,
    period text not null,
    from_on date not null,
    until_on date not null,
    body jsonb not null,
    published_at timestamptz not null,
    account_id int8 not null,
    post_id int8 not null,
    constraint bulletin_pkey primary key (id),
    constraint bulletin_number_unique unique (county, year, number),
    constraint bulletin_period_is_known check (period in ('week', 'month')),
    constraint bulletin_ends_after_it_begins check (until_on >= from_on),
    constraint bulletin_by_account foreign key (account_id) references account (id),
    constraint bulletin_by_post foreign key (post_id) references post (id)
);
comment on table bulletin is 'Bulletins 通报: watched cases by unit as they stood, without titles, doors and names of people.';
comment on column bulletin.id is 'BulletinId: county and serial number.';
comment on column bulletin.county is 'County code.';
comment on column bulletin.year is 'The year that its number counts in.';
comment on column bulletin.number is 'Its number in that year, from 1.';
comment on column bulletin.period is 'week or month.';
comment on column bulletin.from_on is 'The first day that it is about.';
comment on column bulletin.until_on is 'The last day: that of its publication.';
comment on column bulletin.body is 'What it says, as domain::bulletin::Body writes it.';
comment on column bulletin.published_at is 'When it was published.';
comment on column bulletin.account_id is 'Who published it.';
comment on column bulletin.post_id is 'In which capacity.';
grant select on bulletin to gezhi_app;
grant select, insert on bulletin to gezhi_system;
