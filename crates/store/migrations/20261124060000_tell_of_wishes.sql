-- Webhooks hear of wishes, and may be robots of chat groups or a gateway of short messages. A short message's number is put in when it is
-- sent, and kept in no telling.
alter table webhook
    drop constraint webhook_events_are_known,
    add constraint webhook_events_are_known check (
        events <@ array[
            'case.reported', 'case.changed', 'case.closed',
            'wish.proposed', 'wish.published', 'wish.changed', 'wish.closed'
        ]
    ),
    add column form text not null default 'gezhi',
    add constraint webhook_form_is_known check (form in ('gezhi', 'wecom', 'dingtalk', 'feishu', 'sms'));
comment on column webhook.events is 'What it wants to hear of: case.reported, case.changed, case.closed, wish.proposed, wish.published, wish.changed, wish.closed.';
comment on column webhook.form is 'How it is told: gezhi (ours), wecom, dingtalk, feishu (robots of groups) or sms (a gateway, to who wished for it).';
alter table webhook_delivery add column wish_id int8;
comment on column webhook_delivery.wish_id is 'The wish whose sender a short message goes to; null for all else.';
