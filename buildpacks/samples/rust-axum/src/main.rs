//! Greets in the language that is asked for.
use axum::{extract::Query, routing::get, Json, Router};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Wish {
    language: Option<String>,
}

#[derive(Serialize)]
struct Greeting {
    greeting: &'static str,
}

async fn greet(Query(wish): Query<Wish>) -> Json<Greeting> {
    let greeting = match wish.language.as_deref() {
        Some("fr") => "bonjour",
        Some("it") => "buongiorno",
        _ => "hello",
    };
    Json(Greeting { greeting })
}

#[tokio::main]
async fn main() {
    let port = std::env::var("PORT").unwrap_or_else(|_| "3000".into());
    let listener = tokio::net::TcpListener::bind(format!("0.0.0.0:{port}")).await.unwrap();
    axum::serve(listener, Router::new().route("/", get(greet))).await.unwrap();
}
