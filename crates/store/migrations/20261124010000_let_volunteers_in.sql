-- Volunteers, party members and whoever serves for a unit have accounts of their own kind: they claim wishes and see nobody's file.
alter table post drop constraint post_role_is_known;
alter table post add constraint post_role_is_known check (
    role in (
        'grid_worker', 'grid_leader', 'community', 'street', 'department', 'city', 'supervision',
        'system_admin', 'security_admin', 'audit_admin', 'wall', 'volunteer'
    )
);
comment on column post.role is 'grid_worker, grid_leader, community, street, department, city, supervision, system_admin, security_admin, audit_admin, wall or volunteer.';
