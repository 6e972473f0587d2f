//! Ticks once a minute, for a worker.
use std::{thread, time::Duration};

fn main() {
    loop {
        println!("tick at {}", humantime::format_rfc3339_seconds(std::time::SystemTime::now()));
        thread::sleep(Duration::from_secs(60));
    }
}
