-- Residents and other systems report without an account: what they send twice comes in once as well.
create unique index case_file_operation_of_nobody on case_file (operation) where reporter_id is null and operation is not null;
