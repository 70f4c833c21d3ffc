-- Residents report without an account: their pictures have no sender. What they send twice is one picture as well.
alter table media alter column account_id drop not null;
alter table media alter column post_id drop not null;
alter table media add constraint media_sender_is_whole check ((account_id is null) = (post_id is null));
create unique index media_operation_of_nobody on media (operation_id) where account_id is null;
comment on column media.account_id is 'Who sent it; null for a resident, who has no account.';
comment on column media.post_id is 'In which capacity; null for a resident.';
