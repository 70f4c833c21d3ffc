alter table case_file add column category text;
