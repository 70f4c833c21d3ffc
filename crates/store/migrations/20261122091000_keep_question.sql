-- What was typed into a search box that works without script: a name or the tail of a number must not stand in an address, so
-- the address holds the number of a row that only the asking session can read. The program seals the text.

create table question (
    id int8 not null,
    session_id int8 not null,
    text_sealed bytea not null,
    asked_at timestamptz not null default now(),
    constraint question_pkey primary key (id),
    constraint question_of_session foreign key (session_id) references session (id) on delete cascade
);
create index question_session on question (session_id, asked_at);
create index question_asked_at on question (asked_at);
comment on table question is 'Texts that were searched for without script, so that they stand in no address; for a day, and the newest of each session.';
comment on column question.id is 'QuestionId: county and a drawn number; stands in the address.';
comment on column question.session_id is 'The session that asked; nobody else reads it.';
comment on column question.text_sealed is 'What was typed, sealed.';
comment on column question.asked_at is 'When.';
alter table question enable row level security;
alter table question force row level security;
create policy question_of_its_session on question to gezhi_app
    using (
        session_id = (
            select s.id
            from session s
            where s.key = decode(current_setting('gezhi.session', true), 'hex')
                and s.revoked_at is null
                and s.expires_at > now()
        )
    );
create policy question_system on question to gezhi_system using (true) with check (true);
grant select, insert, delete on question to gezhi_app;
grant select, delete on question to gezhi_system;
