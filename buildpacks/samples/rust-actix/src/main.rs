//! Squares numbers.
use actix_web::{get, web, App, HttpServer, Responder};

#[get("/{number}")]
async fn square(number: web::Path<u32>) -> impl Responder {
    let squared = u64::from(*number).pow(2);
    format!("{number} squared is {squared}\n")
}

#[get("/")]
async fn index() -> impl Responder {
    "Ask for /7\n"
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port: u16 = std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(8080);
    HttpServer::new(|| App::new().service(index).service(square))
        .bind(("0.0.0.0", port))?
        .run()
        .await
}
