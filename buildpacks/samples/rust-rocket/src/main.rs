//! Ships come and go.
#[macro_use]
extern crate rocket;

#[get("/")]
fn index(config: &rocket::Config) -> String {
    format!("The harbour listens on {}\n", config.address)
}

#[get("/ships/<name>?<tons>")]
fn ship(name: &str, tons: u32) -> String {
    format!("{name} carries {tons} tons\n")
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![index, ship])
}
