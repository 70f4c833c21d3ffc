//! How much of the machine's memory the server keeps pages in. Not for what other settings take.

use std::fs;

/// What a small city needs, in MiB.
pub(crate) const LEAST_BUFFERS_MIB: u64 = 192;
/// Above this, PostgreSQL gains nothing from holding pages itself, in MiB.
const MOST_BUFFERS_MIB: u64 = 8 << 10;

/// A quarter of the machine's memory, or of what a container may use of it, in MiB: what PostgreSQL's own manual proposes
/// (section 20.4, `shared_buffers`). The memory is taken when pages are read, not at the start.
pub(crate) fn buffers_mib() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| total_kib(&text));
    let container = fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|text| bytes(&text));
    share_mib([machine, container.map(|bytes| bytes >> 10)].into_iter().flatten().min())
}

fn share_mib(memory_kib: Option<u64>) -> u64 {
    (memory_kib.unwrap_or(0) / 4 / 1024).clamp(LEAST_BUFFERS_MIB, MOST_BUFFERS_MIB)
}

fn total_kib(meminfo: &str) -> Option<u64> {
    meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim().parse().ok())
}

/// A limit of a container; `max` is none.
fn bytes(limit: &str) -> Option<u64> {
    limit.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_memory_is_taken_within_bounds() {
        assert_eq!(share_mib(Some(16 << 20)), 4096);
        assert_eq!(share_mib(Some(256 << 10)), LEAST_BUFFERS_MIB);
        assert_eq!(share_mib(Some(256 << 20)), MOST_BUFFERS_MIB);
        assert_eq!(share_mib(None), LEAST_BUFFERS_MIB);
    }

    #[test]
    fn the_kernel_and_a_container_are_understood() {
        assert_eq!(total_kib("MemFree: 1 kB\nMemTotal:       24684092 kB\n"), Some(24_684_092));
        assert_eq!(bytes("max\n"), None);
        assert_eq!(bytes("1073741824\n"), Some(1 << 30));
    }
}
