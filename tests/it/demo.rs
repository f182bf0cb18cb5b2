//! The made-up farm, as someone meets it who has just built the program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_serves_a_year_and_prints_how_every_role_signs_in() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gardsbok"))
        .args(["demo", "--bind", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let demo = Demo(child);
    let mut printed = Vec::new();
    let address = loop {
        let line = lines.next().expect("it becomes ready").unwrap();
        if let Some(address) = line.strip_prefix("listening on ") {
            break address.to_owned();
        }
        printed.push(line);
    };
    for role in [
        "resident",
        "mentor",
        "work_leader",
        "business_manager",
        "leader",
        "steering_group",
        "auditor",
        "admin",
    ] {
        let line = printed.iter().find(|line| line.split_whitespace().next() == Some(role));
        assert_eq!(line.map(|l| l.split_whitespace().count()), Some(3), "{role}: {printed:?}");
    }
    let client = reqwest::blocking::Client::builder().no_proxy().build().unwrap();
    let front = client.get(&address).send().unwrap().text().unwrap();
    assert!(front.contains("Bløtkake") && front.contains("Bjørkeved"), "{front}");
    let offerings = client.get(format!("{address}/api/v1/offerings")).send().unwrap();
    let offerings: serde_json::Value = serde_json::from_str(&offerings.text().unwrap()).unwrap();
    assert!(offerings["offerings"].as_array().unwrap().len() >= 10);
    drop(demo);
}
