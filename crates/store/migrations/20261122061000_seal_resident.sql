-- Identity numbers, phones and medical notes are sealed by the program before they come here; the keys are in a file outside
-- the database. A sealed value is bound to its table, column and row id.
-- The clear column goes with its numbers: by its constraint it only ever held made-up ones, and the next seed makes others.
alter table resident drop column id_number;
alter table resident
    add column id_number_sealed bytea,
    add column id_number_token int8,
    add column phone_sealed bytea,
    add column phone_token int8,
    add column medical_note_sealed bytea,
    add constraint resident_id_number_has_token check ((id_number_sealed is null) = (id_number_token is null)),
    add constraint resident_phone_has_token check ((phone_sealed is null) = (phone_token is null));
create index resident_id_number_token on resident (id_number_token);
create index resident_phone_token on resident (phone_token);
comment on column resident.id_number_sealed is 'Identity number, sealed: suite, key id, nonce, cipher text.';
comment on column resident.id_number_token is 'Keyed code of the identity number: equal for equal numbers, says nothing else.';
comment on column resident.phone_sealed is 'Telephone, sealed.';
comment on column resident.phone_token is 'Keyed code of the telephone number in its one form.';
comment on column resident.medical_note_sealed is 'What helpers must know about the person''s health, sealed. No token: notes repeat.';
