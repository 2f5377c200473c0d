//! tonic's side of the bench: both ends on one thread, as bench/rpc/protocol.ts has them.
mod client;
mod messages;
mod server;
mod usage;

#[allow(clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/barewire.bench.Bench.rs"));
}

use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // Lines come from a thread of their own, which sleeps while a load runs.
    let (send, mut lines) = tokio::sync::mpsc::unbounded_channel::<String>();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            send.send(line.unwrap()).unwrap();
        }
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut client = None;
        match args[0].as_str() {
            "server" => say(&json!({ "port": server::serve(&args[1..]).await, "version": "" })),
            "client" => {
                client = Some(client::connect(&args[1..]).await);
                say(&json!({ "version": "" }));
            }
            role => panic!("{role} is no role: server or client"),
        }
        while let Some(line) = lines.recv().await {
            let question: Value = serde_json::from_str(&line).unwrap();
            if question["ask"] == "usage" {
                say(&usage::usage());
            } else {
                say(&client.as_mut().unwrap().drive(&question).await);
            }
        }
    });
}

fn say(what: &Value) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what}").unwrap();
    out.flush().unwrap();
}
