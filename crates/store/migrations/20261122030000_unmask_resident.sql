-- Looks behind a mask are audited by person, and counted by account for their limit.
alter table audit drop constraint audit_record_kind_is_known;
alter table audit add constraint audit_record_kind_is_known check (record_kind in ('household', 'case', 'track', 'resident'));
comment on column audit.record_kind is 'Kind of the record: household, case, track or resident.';
create index audit_unmask on audit (account_id, at) where action = 'unmask_resident';
