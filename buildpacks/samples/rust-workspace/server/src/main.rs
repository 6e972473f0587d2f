//! Counts the words of the path.
use tiny_http::{Response, Server};

fn main() {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".into());
    let server = Server::http(format!("0.0.0.0:{port}")).expect("a free port");
    for request in server.incoming_requests() {
        let counted = counting::words(request.url());
        let _ = request.respond(Response::from_string(format!("{counted} words\n")));
    }
}
