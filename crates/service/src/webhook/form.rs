//! Bodies of tellings in the forms of others.
//!
//! Sources: `WeCom` 企业微信 "群机器人配置说明", `DingTalk` 钉钉 "自定义机器人发送群消息", `Feishu` 飞书 "自定义机器人使用指南": all three take
//! a text in JSON. A gateway of short messages is the operator's: it is posted a template's name, a text and a number.

use domain::webhook::Form;
use serde_json::{Value, json};

/// The body of a telling: the whole of it in our form, a text in the others'. The number of a short message is put in when it is sent
/// ([`addressed`]), and kept nowhere else.
pub(super) fn body(form: Form, telling: &Value, text: &str) -> Value {
    match form {
        Form::Gezhi => telling.clone(),
        Form::WeCom | Form::DingTalk => json!({ "msgtype": "text", "text": { "content": text } }),
        Form::Feishu => json!({ "msg_type": "text", "content": { "text": text } }),
        Form::ShortMessage => json!({ "template": telling.get("type"), "text": text }),
    }
}

/// A short message's body with the number that it goes to; nothing for a body that is none.
pub(super) fn addressed(body: &str, number: &str) -> Option<String> {
    let mut body: Value = serde_json::from_str(body).ok()?;
    body.as_object_mut()?.insert("to".to_owned(), Value::from(number));
    Some(body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_says_the_same_in_its_own_words() {
        let telling = json!({ "type": "wish.published" });

        assert_eq!(body(Form::Gezhi, &telling, "x"), telling);
        assert_eq!(body(Form::DingTalk, &telling, "x")["text"]["content"], "x");
        assert_eq!(body(Form::Feishu, &telling, "x")["content"]["text"], "x");
        let short = body(Form::ShortMessage, &telling, "x");
        assert_eq!(short, json!({ "template": "wish.published", "text": "x" }), "no number before it is sent");
        let sent: Value = serde_json::from_str(&addressed(&short.to_string(), "13800000000").unwrap()).unwrap();
        assert_eq!(sent["to"], "13800000000");
    }
}
