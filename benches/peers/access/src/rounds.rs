//! Ten interleaved rounds, the median of each; CPU time of the thread.

use rustix::time::{ClockId, clock_gettime};

pub type Act<'a> = (&'static str, u32, &'a mut dyn FnMut(u32));

pub fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

/// Nanoseconds of one call.
pub fn medians(acts: &mut [Act<'_>]) -> Vec<(&'static str, f64)> {
    let mut times: Vec<Vec<f64>> = acts.iter().map(|_| Vec::new()).collect();
    for _ in 0..10 {
        for ((_, count, act), times) in acts.iter_mut().zip(&mut times) {
            let before = cpu();
            (0..*count).for_each(&mut *act);
            times.push((cpu() - before) / f64::from(*count));
        }
    }
    acts.iter().zip(times).map(|((name, _, _), times)| (*name, median(times))).collect()
}

pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2 - 1] + times[times.len() / 2]) / 2.0
}
