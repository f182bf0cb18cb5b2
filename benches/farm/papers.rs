//! Invoices as PDF with their EHF inside: how many a second, and what memory it takes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::server::{self, PROGRAM};

/// Documents of the two runs; memory is the same after both when nothing is kept of a document.
const RUNS: [usize; 2] = [1_000, 10_000];

/// Every document of a farm as PDF, by the command.
pub fn measure(folder: &Path) {
    println!("\nInvoices of three lines as PDF with their EHF, by `export pdf --all`");
    for count in RUNS {
        let url = format!("sqlite:{}", folder.join(format!("papers-{count}.db")).display());
        server::set_up(&url);
        sell(&url, count);
        let out = folder.join(format!("papers-{count}"));
        let began = Instant::now();
        let mut process = Command::new(PROGRAM)
            .args(["export", "pdf", "--all", "--database-url", &url, "-o"])
            .arg(&out)
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut peak = 0;
        let status = loop {
            peak = peak.max(server::memory_of(process.id(), "VmHWM"));
            match process.try_wait().expect("it is there") {
                Some(status) => break status,
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let took = began.elapsed();
        assert!(status.success(), "the export fails");
        let written = fs::read_dir(&out).expect("the folder").count();
        assert_eq!(written, count);
        println!(
            "  {count:>6} documents {:>5}/s   at most {peak} kB",
            written as u128 * 1000 / took.as_millis().max(1)
        );
        fs::remove_dir_all(&out).expect("it goes");
    }
}

/// Orders of three lines, invoiced to a company.
fn sell(url: &str, count: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut orders = String::from(
        "order,line,ordered_on,customer,offering,quantity,unit_price_incl_vat,vat_code,\
         delivery_date,delivered_on,invoiced_on,due_on,kid,paid_on,credited_on,cancelled_on\n",
    );
    for number in 1..=count {
        for (line, (offering, code)) in [("A1", "3"), ("A2", "3"), ("B1", "31")].iter().enumerate()
        {
            let _ = writeln!(
                orders,
                "P{number},{},2026-01-05,F,{offering},2,149.00,{code},2026-01-10,2026-01-10,\
                 2026-01-12,2026-01-26,{},,,",
                line + 1,
                kid(number)
            );
        }
    }
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("the file is written");
    };
    write("orders.csv", &orders);
    write(
        "customers.csv",
        "customer,kind,name,org_number,email,street,postcode,city\n\
         F,business,Bygdekafeen AS,974760673,f@example.com,Storgata 1,4611,Kristiansand\n",
    );
    server::run(&["import-farm", &folder.path().display().to_string(), "--database-url", url]);
}

/// Eight digits, the last of which checks the others.
fn kid(number: usize) -> String {
    let body = format!("{number:07}");
    let digits = body.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = digits
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
