//! The table of documented calls.

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Anybody.
    Open,
    /// Whoever has a client's key, in the form.
    Key,
    /// Somebody who is logged in.
    Session,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As XML or JSON, by the address' ending.
    Either,
    /// As this media type.
    Only(&'static str),
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// `query`, `path` or `header`.
    pub place: &'static str,
    /// JSON's type.
    pub kind: &'static str,
    /// What it says.
    pub description: &'static str,
}

/// A form that is sent.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Its schema's name.
    pub schema: &'static str,
}

/// A documented call.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// `get` or `post`.
    pub method: &'static str,
    /// The address; without its ending when that says the format.
    pub path: &'static str,
    /// What comes back.
    pub format: Format,
    /// One line.
    pub summary: &'static str,
    /// Who may.
    pub security: Security,
    /// What may be asked.
    pub parameters: &'static [Parameter],
    /// What is sent.
    pub body: Option<Body>,
    /// Status, what it means, the schema's name or nothing.
    pub answers: &'static [(u16, &'static str, &'static str)],
}

impl Call {
    /// The addresses with the media types that each answers with.
    pub fn addresses(&self) -> Vec<(String, Vec<&'static str>)> {
        match self.format {
            Format::Only(media) => vec![(self.path.to_owned(), vec![media])],
            Format::Either => [("json", "application/json"), ("xml", "text/xml")]
                .into_iter()
                .map(|(ending, media)| (format!("{}.{ending}", self.path), vec![media]))
                .collect(),
        }
    }
}

const fn query(name: &'static str, kind: &'static str, description: &'static str) -> Parameter {
    Parameter { name, place: "query", kind, description }
}

const fn path(name: &'static str, description: &'static str) -> Parameter {
    Parameter { name, place: "path", kind: "string", description }
}

const JURISDICTION: Parameter = query("jurisdiction_id", "string", "The city's six digits; may be left out.");
const EXTENSIONS: Parameter = query("extensions", "boolean", "true adds extended_attributes with the light.");
const NOT_FOUND: (u16, &str, &str) = (404, "There is no such thing.", "Errors");
const BAD: (u16, &str, &str) = (400, "Something can't be read.", "Errors");

const fn open(method: &'static str, path: &'static str, format: Format, summary: &'static str) -> Call {
    Call { method, path, format, summary, security: Security::Open, parameters: &[], body: None, answers: &[] }
}

/// Every documented call.
pub const CALLS: &[Call] = &[
    Call {
        answers: &[(200, "Where the calls are.", "Discovery")],
        ..open("get", "/open311/v2/discovery", Format::Either, "Open311: where the calls are")
    },
    Call {
        parameters: &[JURISDICTION],
        answers: &[(200, "The categories that are offered.", "Services"), NOT_FOUND],
        ..open("get", "/open311/v2/services", Format::Either, "Open311: services")
    },
    Call {
        parameters: &[path("id", "The service's code: four digits."), JURISDICTION],
        answers: &[(200, "What the service asks for.", "ServiceDefinition"), NOT_FOUND],
        ..open("get", "/open311/v2/services/{id}", Format::Either, "Open311: definition of a service")
    },
    Call {
        parameters: &[
            query("service_request_id", "string", "Numbers with commas between them, at most 100; overrides all else."),
            query("service_code", "string", "Codes with commas between them."),
            query("start_date", "string", "Reported then or later; with a zone."),
            query("end_date", "string", "Reported before that; at most 90 days behind start_date."),
            query("status", "string", "open, closed or both with a comma."),
            query("page", "integer", "From 1."),
            query("page_size", "integer", "1 to 1000."),
            EXTENSIONS,
            JURISDICTION,
        ],
        answers: &[(200, "The public requests, the latest first.", "Requests"), BAD, NOT_FOUND],
        ..open("get", "/open311/v2/requests", Format::Either, "Open311: requests")
    },
    Call {
        security: Security::Key,
        parameters: &[Parameter {
            name: "Idempotency-Key",
            place: "header",
            kind: "string",
            description: "The client's own number of the call: the same number is the same request for ever.",
        }],
        body: Some(Body { schema: "NewRequest" }),
        answers: &[
            (200, "It came in, now or before.", "Posted"),
            BAD,
            (403, "The key is missing or invalid.", "Errors"),
            (404, "There is no such service or place.", "Errors"),
            (429, "Too many from one address: wait a minute.", ""),
        ],
        ..open("post", "/open311/v2/requests", Format::Either, "Open311: report something")
    },
    Call {
        parameters: &[path("id", "The request's number."), EXTENSIONS, JURISDICTION],
        answers: &[(200, "The request.", "Requests"), NOT_FOUND],
        ..open("get", "/open311/v2/requests/{id}", Format::Either, "Open311: one request")
    },
    Call {
        parameters: &[path("id", "The token: the request's number."), JURISDICTION],
        answers: &[(200, "The request's number.", "Token"), NOT_FOUND],
        ..open("get", "/open311/v2/tokens/{id}", Format::Either, "Open311: the request of a token")
    },
    Call {
        security: Security::Session,
        parameters: &[
            query("area", "string", "The area's code; the post's own when left out."),
            query("light", "string", "red, yellow, blue, green or grey."),
            query("from", "string", "The first day, as 2026-11-22; 90 days before the last when left out."),
            query("to", "string", "The last day; today when left out."),
        ],
        answers: &[
            (200, "Cases as points; null where only the area is known. At most 10,000.", "CaseCollection"),
            (304, "Nothing changed since the ETag that was sent.", ""),
            (401, "Nobody is logged in.", ""),
            (404, "The post may not know of such cases.", ""),
        ],
        ..open("get", "/api/geo/cases.geojson", Format::Only("application/geo+json"), "Cases as GeoJSON (RFC 7946)")
    },
    Call {
        answers: &[(200, "This description.", "OpenApi")],
        ..open("get", "/api/openapi.json", Format::Only("application/json"), "This description")
    },
    Call {
        answers: &[(200, "ok", "Alive")],
        ..open("get", "/healthz", Format::Only("text/plain"), "Health: the process answers")
    },
    Call {
        answers: &[(200, "It can work.", "Ready"), (503, "It can't.", "Ready")],
        ..open("get", "/readyz", Format::Only("application/json"), "Health: database and city are there")
    },
    Call {
        answers: &[(200, "Name and version.", "Version")],
        ..open("get", "/version", Format::Only("application/json"), "Which version it is")
    },
];
