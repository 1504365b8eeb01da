//! A table of figures and their bounds, printed as it grows.

use std::time::Duration;

use crate::support::timed::{milliseconds, quantile, verdict};

/// Our figure, beside another's.
pub struct Table {
    /// Whether all bounds were met until now.
    pub met: bool,
}

impl Table {
    pub fn begin(title: &str) -> Self {
        println!("\n| {title} | postil | beside | its figure | ratio | at most | |");
        println!("|---|---:|---|---:|---:|---:|---|");
        Self { met: true }
    }

    /// A figure that may be so many times another's; without a bound, only told.
    pub fn beside(
        &mut self,
        what: &str,
        ours: f64,
        (other, theirs): (&str, Option<f64>),
        most: Option<f64>,
    ) {
        let Some(theirs) = theirs else {
            println!("| {what} | {ours:.2} | {other} | not installed | | | NOT MEASURED |");
            self.met &= most.is_none();
            return;
        };
        let ratio = ours / theirs;
        let told = most.map_or_else(
            || "|".to_owned(),
            |most| format!("{most} | {}", self.judge(ratio <= most)),
        );
        println!("| {what} | {ours:.2} | {other} | {theirs:.2} | {ratio:.2} | {told} |");
    }

    /// A figure that may be so much.
    pub fn limit(&mut self, what: &str, ours: f64, most: f64) {
        let verdict = self.judge(ours <= most);
        println!("| {what} | {ours:.2} | | | | {most} | {verdict} |");
    }

    /// A figure that the system does not tell.
    pub fn untold(&mut self, what: &str) {
        self.met = false;
        println!("| {what} | not told by this system | | | | | NOT MEASURED |");
    }

    fn judge(&mut self, met: bool) -> &'static str {
        self.met &= met;
        verdict(met)
    }
}

/// The median in milliseconds; none of nothing.
pub fn median(times: &mut [Duration]) -> Option<f64> {
    (!times.is_empty()).then(|| milliseconds(quantile(times, 0.5)))
}
