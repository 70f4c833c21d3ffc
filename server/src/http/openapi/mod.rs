//! `GET /api/openapi.json`: the calls that other systems may rely on, in `OpenAPI` 3.1, made from one table.
//!
//! A test asks for every call in the table, and looks for every such route in it. Not here: server functions and forms, which are
//! our own pages' and change with them.

mod schema;
mod table;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

pub use self::table::{Body, CALLS, Call, Format, Parameter, Security};

/// Sends the description.
pub async fn description() -> Response {
    let mut response = document().to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// The whole description.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for call in CALLS {
        for (path, formats) in call.addresses() {
            let one = paths.entry(path).or_insert_with(|| json!({}));
            one[call.method] = operation(call, &formats);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Gezhi 格治",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Cases of a city's community grids for other systems.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "webhooks": schema::webhooks(),
        "components": {
            "schemas": schema::schemas(),
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-session",
                    "description": "The session of somebody who logged in with a browser.",
                },
            },
        },
    })
}

fn operation(call: &Call, formats: &[&str]) -> Value {
    let security = match call.security {
        Security::Open | Security::Key => json!([]),
        Security::Session => json!([{ "session": [] }]),
    };
    let mut responses = Map::new();
    for (status, description, schema) in call.answers {
        let content: Map<String, Value> = formats
            .iter()
            .map(|format| {
                ((*format).to_owned(), json!({ "schema": { "$ref": format!("#/components/schemas/{schema}") } }))
            })
            .collect();
        let answer = if schema.is_empty() {
            json!({ "description": description })
        } else {
            json!({ "description": description, "content": content })
        };
        responses.insert(status.to_string(), answer);
    }
    let mut operation = json!({
        "summary": call.summary,
        "security": security,
        "parameters": call.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": responses,
    });
    if let Some(Body { schema }) = call.body {
        operation["requestBody"] = json!({
            "required": true,
            "content": {
                "application/x-www-form-urlencoded": { "schema": { "$ref": format!("#/components/schemas/{schema}") } },
            },
        });
    }
    operation
}

fn parameter(parameter: &Parameter) -> Value {
    json!({
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.description,
        "schema": { "type": parameter.kind },
    })
}
