//! The shapes of what is sent and answered.

use serde_json::{Value, json};

/// What is posted to webhooks.
pub(super) fn webhooks() -> Value {
    let header = |name: &str, description: &str| json!({ "name": name, "in": "header", "required": true, "description": description, "schema": { "type": "string" } });
    json!({
        "case": {
            "post": {
                "summary": "A case was reported, changed or ended; or a trial",
                "parameters": [
                    header("webhook-id", "The same on every try: repetitions are known by it."),
                    header("webhook-timestamp", "Seconds since 1970, of the try."),
                    header("webhook-signature", "v1, and base64 of HMAC-SHA-256 over id.timestamp.body."),
                ],
                "requestBody": {
                    "required": true,
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Telling" } } },
                },
                "responses": { "2XX": { "description": "Taken. All else is tried again, nine times in about three days." } },
            },
        },
    })
}

/// All schemas by name.
pub(super) fn schemas() -> Value {
    let list = |of: &str| json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{of}") } });
    json!({
        "Errors": { "type": "array", "items": record(&[("code", "integer"), ("description", "string")]) },
        "Discovery": record(&[("changeset", "string"), ("contact", "string"), ("key_service", "string"), ("endpoints", "array")]),
        "Service": record(&[
            ("service_code", "string"), ("service_name", "string"), ("description", "string"), ("metadata", "boolean"),
            ("type", "string"), ("keywords", "string"), ("group", "string"),
        ]),
        "Services": list("Service"),
        "ServiceDefinition": record(&[("service_code", "string"), ("attributes", "array")]),
        "Request": request(),
        "Requests": list("Request"),
        "Posted": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["service_request_id"],
                "properties": {
                    "service_request_id": { "type": "string" },
                    "service_notice": { "type": ["string", "null"] },
                    "account_id": { "type": ["string", "null"] },
                },
            },
        },
        "Token": { "type": "array", "items": record(&[("service_request_id", "string"), ("token", "string")]) },
        "NewRequest": new_request(),
        "CaseCollection": case_collection(),
        "Telling": telling(),
        "OpenApi": { "type": "object" },
        "Alive": { "type": "string" },
        "Ready": record(&[("database", "boolean"), ("scene", "boolean")]),
        "Version": record(&[("name", "string"), ("version", "string")]),
    })
}

/// An object whose parts are all there.
fn record(parts: &[(&str, &str)]) -> Value {
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        parts.iter().map(|(name, kind)| ((*name).to_owned(), json!({ "type": kind }))).collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

fn request() -> Value {
    let mut request = record(&[
        ("service_request_id", "string"),
        ("status", "string"),
        ("service_name", "string"),
        ("service_code", "string"),
        ("requested_datetime", "string"),
        ("updated_datetime", "string"),
    ]);
    request["properties"]["status"] = json!({ "enum": ["open", "closed"] });
    for name in [
        "status_notes",
        "description",
        "agency_responsible",
        "service_notice",
        "expected_datetime",
        "address",
        "address_id",
        "zipcode",
        "media_url",
    ] {
        request["properties"][name] = json!({ "type": ["string", "null"] });
    }
    for name in ["lat", "long"] {
        request["properties"][name] = json!({ "type": ["number", "null"], "description": "WGS84" });
    }
    request["properties"]["extended_attributes"] = record(&[("light", "string")]);
    request
}

fn new_request() -> Value {
    let text =
        |most: u32, description: &str| json!({ "type": "string", "maxLength": most, "description": description });
    json!({
        "type": "object",
        "required": ["api_key", "service_code"],
        "anyOf": [{ "required": ["lat", "long"] }, { "required": ["address_id"] }, { "required": ["address_string"] }],
        "properties": {
            "api_key": text(64, "The client's key."),
            "service_code": text(4, "One of GET services."),
            "jurisdiction_id": text(6, "The city's six digits; may be left out."),
            "lat": { "type": "number", "description": "WGS84" },
            "long": { "type": "number", "description": "WGS84" },
            "address_id": text(27, "building- or dwelling- and 18 digits."),
            "address_string": text(500, "The place in words."),
            "attribute[urgency]": { "enum": ["ordinary", "urgent"] },
            "description": text(4_000, "What is wrong."),
            "media_url": text(500, "Kept as text, never fetched."),
            "account_id": text(500, "The client's number of the reporter; comes back."),
            "device_id": text(500, "The client's number of the device."),
            "email": text(500, "Checked and not kept."),
            "first_name": text(500, "Checked and not kept."),
            "last_name": text(500, "Checked and not kept."),
            "phone": text(500, "Checked and not kept."),
        },
    })
}

/// What is said of a case on other maps and to webhooks.
fn facts() -> Value {
    let mut facts = record(&[
        ("light", "string"),
        ("state", "string"),
        ("area", "string"),
        ("reported_at", "string"),
        ("changed_at", "string"),
    ]);
    facts["properties"]["light"] = json!({ "enum": ["red", "yellow", "blue", "green", "grey"] });
    facts["properties"]["state"] = json!({ "enum": ["open", "closed"] });
    facts["properties"]["category"] = json!({ "type": ["string", "null"] });
    facts["properties"]["due_at"] = json!({ "type": ["string", "null"] });
    facts
}

fn case_collection() -> Value {
    let mut feature = record(&[("type", "string"), ("id", "string"), ("properties", "object")]);
    feature["properties"]["geometry"] =
        json!({ "type": ["object", "null"], "description": "A point: longitude, latitude." });
    feature["properties"]["properties"] = facts();
    let mut collection = record(&[("type", "string"), ("features", "array"), ("truncated", "boolean")]);
    collection["properties"]["features"] = json!({ "type": "array", "items": feature });
    collection
}

fn telling() -> Value {
    let mut case = facts();
    case["type"] = json!(["object", "null"]);
    case["properties"]["case"] = json!({ "type": "string" });
    case["properties"]["version"] = json!({ "type": "integer" });
    let mut telling = record(&[("type", "string"), ("timestamp", "string")]);
    telling["properties"]["type"] = json!({ "enum": ["case.reported", "case.changed", "case.closed", "test"] });
    telling["properties"]["data"] = case;
    telling
}
