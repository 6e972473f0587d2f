//! Tells a span of seconds as people say it.
use std::time::Duration;
use tiny_http::{Response, Server};

fn main() {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".into());
    let server = Server::http(format!("0.0.0.0:{port}")).expect("a free port");
    for request in server.incoming_requests() {
        let seconds = request.url().trim_start_matches('/').parse().unwrap_or(0);
        let span = humantime::format_duration(Duration::from_secs(seconds));
        let _ = request.respond(Response::from_string(format!("{span}\n")));
    }
}
