//! Speed, measured on demand:
//! `cargo test --release -p occi-grammar --test results speed -- --ignored --nocapture`

use std::{io::Read, time::Instant};

use occi_grammar::results::{TargetTests, read};

use crate::shared::{folder, guideline};

/// The genuine run with logs, over and over.
struct Again<'b> {
    bytes: &'b [u8],
    at: usize,
    left: usize,
}

impl Read for Again<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.bytes[self.at..];
        let count = rest.len().min(into.len()).min(self.left);
        into[..count].copy_from_slice(&rest[..count]);
        self.at = (self.at + count) % self.bytes.len();
        self.left -= count;
        Ok(count)
    }
}

#[test]
#[ignore = "a measurement"]
fn speed() {
    let (Some(runs), Some(interop)) = (folder("tempest-runs"), folder("interop")) else {
        return;
    };
    let guideline = guideline(&interop, "2020.06.json");
    let target = guideline.target("platform").unwrap();
    let wanted = TargetTests::of(&target);
    for name in [
        "A-platform-first/run.subunit-v2",
        "A-platform-first/run.subunit-v1",
    ] {
        let bytes = std::fs::read(runs.join(name)).unwrap();
        let source = Again {
            bytes: &bytes,
            at: 0,
            left: bytes.len() * 400,
        };
        let start = Instant::now();
        let (_, run) = read(source, None, &wanted).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(run.damages, 0);
        let megabytes = 400.0 * f64::from(u32::try_from(bytes.len()).unwrap()) / 1e6;
        println!(
            "{name}: {:.0} MB/s, {} tests",
            megabytes / seconds,
            run.ended
        );
    }
}
