-- Red and yellow lights that nobody moves are spoken about: by the server, once for each spell of the light.

alter table case_file
    add column is_inquired boolean not null default false,
    add column alarm text,
    add column alarm_at timestamptz,
    add constraint case_file_alarm_is_known check (alarm in ('remind', 'inquire', 'supervise')),
    add constraint case_file_alarm_has_a_time check ((alarm is null) = (alarm_at is null));
comment on column case_file.is_inquired is 'Whether its holder was asked why nothing moves, and did not answer yet.';
comment on column case_file.alarm is 'How far the server has spoken up since the light came on for this holder: remind, inquire or supervise.';
comment on column case_file.alarm_at is 'When it last did.';
grant update (is_inquired, alarm, alarm_at) on case_file to gezhi_app;
create index case_file_watched on case_file (area) where is_supervised or is_inquired or alarm is not null;
