-- The lists that a person's file chooses from, as rows. Codes stay; names, order and use may change.
-- Public: says nothing about a person.

create table dictionary (
    kind text not null,
    code text not null,
    rank int2 not null,
    name_zh text not null,
    name_en text not null,
    is_offered boolean not null default true,
    constraint dictionary_pkey primary key (kind, code)
);
comment on table dictionary is 'Words that files choose from: ethnicities, education and so on.';
comment on column dictionary.kind is 'Which list, such as ethnicity.';
comment on column dictionary.code is 'The stored code; national where there is one (GB/T 3304, 2261.2, 4762, 4658).';
comment on column dictionary.rank is 'Order in the list.';
comment on column dictionary.name_zh is 'Chinese name.';
comment on column dictionary.name_en is 'English name.';
comment on column dictionary.is_offered is 'Whether it can still be chosen; files that have it keep it.';
grant select on dictionary to gezhi_app, gezhi_system;
grant insert, update on dictionary to gezhi_system;

insert into dictionary (kind, code, rank, name_zh, name_en)
values
    ('ethnicity', '01', 1, '汉族', 'Han'),
    ('ethnicity', '02', 2, '蒙古族', 'Mongol'),
    ('ethnicity', '03', 3, '回族', 'Hui'),
    ('ethnicity', '04', 4, '藏族', 'Tibetan'),
    ('ethnicity', '05', 5, '维吾尔族', 'Uygur'),
    ('ethnicity', '06', 6, '苗族', 'Miao'),
    ('ethnicity', '07', 7, '彝族', 'Yi'),
    ('ethnicity', '08', 8, '壮族', 'Zhuang'),
    ('ethnicity', '09', 9, '布依族', 'Buyei'),
    ('ethnicity', '10', 10, '朝鲜族', 'Korean'),
    ('ethnicity', '11', 11, '满族', 'Manchu'),
    ('ethnicity', '15', 12, '土家族', 'Tujia'),
    ('ethnicity', '17', 13, '哈萨克族', 'Kazakh'),
    ('ethnicity', '97', 14, '其他', 'Other'),
    ('marital', '10', 1, '未婚', 'Single'),
    ('marital', '20', 2, '已婚', 'Married'),
    ('marital', '30', 3, '丧偶', 'Widowed'),
    ('marital', '40', 4, '离婚', 'Divorced'),
    ('marital', '90', 5, '未说明', 'Not said'),
    ('politics', '01', 1, '中共党员', 'Member of the Communist Party'),
    ('politics', '02', 2, '中共预备党员', 'Probationary member of the Communist Party'),
    ('politics', '03', 3, '共青团员', 'Member of the Youth League'),
    ('politics', '04', 4, '民主党派成员', 'Member of another party'),
    ('politics', '13', 5, '群众', 'No party'),
    ('party', 'full', 1, '正式党员', 'Full member'),
    ('party', 'probationary', 2, '预备党员', 'Probationary member'),
    ('party', 'floating', 3, '流动党员', 'Member away from the branch'),
    ('party', 'serving', 4, '在职党员', 'Serving member, reported to the community'),
    ('party', 'retired', 5, '离退休党员', 'Retired member'),
    ('education', '10', 1, '研究生', 'Postgraduate'),
    ('education', '20', 2, '大学本科', 'University'),
    ('education', '30', 3, '大学专科', 'College'),
    ('education', '40', 4, '中等职业', 'Vocational school'),
    ('education', '60', 5, '普通高中', 'Senior secondary'),
    ('education', '70', 6, '初中', 'Junior secondary'),
    ('education', '80', 7, '小学', 'Primary'),
    ('education', '90', 8, '其他', 'Other'),
    ('residence_match', '01', 1, '人户一致', 'Lives where registered'),
    ('residence_match', '02', 2, '人户分离', 'Registered elsewhere'),
    ('inflow', 'work', 1, '务工', 'Work'),
    ('inflow', 'trade', 2, '经商', 'Trade'),
    ('inflow', 'study', 3, '学习', 'Study'),
    ('inflow', 'family', 4, '投靠亲友', 'Family'),
    ('inflow', 'other', 5, '其他', 'Other'),
    ('permit', 'residence', 1, '居住证', 'Residence permit'),
    ('permit', 'temporary', 2, '暂住登记', 'Temporary registration'),
    ('permit', 'none', 3, '未办证', 'None yet'),
    ('skill', 'plumbing', 1, '水暖维修', 'Plumbing'),
    ('skill', 'electrics', 2, '电工', 'Electrician'),
    ('skill', 'nursing', 3, '护理', 'Nursing'),
    ('skill', 'legal', 4, '法律', 'Law'),
    ('skill', 'teaching', 5, '教学辅导', 'Teaching'),
    ('skill', 'hair', 6, '理发', 'Hairdressing'),
    ('skill', 'mediation', 7, '调解', 'Mediation'),
    ('skill', 'repair', 8, '家电维修', 'Appliance repair');
