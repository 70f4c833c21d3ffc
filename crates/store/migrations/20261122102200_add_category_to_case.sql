-- What a case is about. Cases from before have none.

alter table case_file
    add column category text,
    add constraint case_file_of_category foreign key (category) references case_category (code);
comment on column case_file.category is 'What it is about: a category''s code; null until somebody said so.';

-- Hints of duplicates: open cases of a group nearby.
create index case_file_group on case_file (left(category, 2), area) where light < 4;
