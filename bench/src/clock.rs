//! CPU time and memory as the kernel counts them.
//!
//! Wall time on a shared machine says little; CPU time and ratios taken in one run do.

use std::time::Duration;

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeVal,
};
use nix::time::{ClockId, clock_gettime};

fn duration(time: TimeVal) -> Duration {
    let seconds = u64::try_from(time.tv_sec()).unwrap_or(0);
    let micros = u64::try_from(time.tv_usec()).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_micros(micros)
}

fn cpu(who: UsageWho) -> Duration {
    getrusage(who).map_or(Duration::ZERO, |usage| {
        duration(usage.user_time()) + duration(usage.system_time())
    })
}

/// CPU time of this thread so far, user and system, in nanoseconds: what `getrusage` says goes by
/// ticks of some milliseconds.
pub(crate) fn thread() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// CPU time of all children that have ended and were waited for.
pub(crate) fn children() -> Duration {
    cpu(UsageWho::RUSAGE_CHILDREN)
}

/// Largest resident size of this program so far, in bytes.
///
/// What `getrusage` says begins with the size of the process that started this one.
pub(crate) fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    if let Some(kilobytes) = peak.and_then(|text| text.trim().parse::<u64>().ok()) {
        return kilobytes * 1024;
    }
    largest(UsageWho::RUSAGE_SELF)
}

/// Largest resident size of any child that has ended, in bytes; at least that of this program.
pub(crate) fn peak_memory_of_children() -> u64 {
    largest(UsageWho::RUSAGE_CHILDREN)
}

fn largest(who: UsageWho) -> u64 {
    getrusage(who).map_or(0, |usage| {
        // Linux counts in KiB.
        u64::try_from(usage.max_rss()).unwrap_or(0) * 1024
    })
}

/// The middle one of several measurements.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
