//! What is usual: for somebody themselves, and for their peers.

use std::collections::VecDeque;

use super::keep::kept;

/// How many stretches of one's own are remembered.
const OWN: usize = 28;
/// Buckets of the peers' histogram: four to each doubling, up to 2²⁴.
const BUCKETS: usize = 100;

/// The totals of somebody's last stretches of work.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    last: VecDeque<u32>,
}

kept!(Own { last });

impl Own {
    pub(super) fn add(&mut self, total: u32) {
        if self.last.len() >= OWN {
            self.last.pop_front();
        }
        self.last.push_back(total);
    }

    /// The 90th percentile of the last stretches, if there are `enough`.
    pub(super) fn usual(&self, enough: u32) -> Option<u32> {
        if self.last.is_empty() || (self.last.len() as u64) < u64::from(enough) {
            return None;
        }
        let mut sorted: Vec<_> = self.last.iter().copied().collect();
        sorted.sort_unstable();
        let place = (sorted.len().saturating_sub(1)).saturating_mul(9) / 10;
        sorted.get(place).copied()
    }
}

/// The distribution of stretches over all peers. Old ones fade: each is halved now and then.
#[derive(Clone, Debug, Default)]
pub(super) struct Peers {
    buckets: Vec<u32>,
    total: u32,
}

kept!(Peers { buckets, total });

impl Peers {
    pub(super) fn add(&mut self, value: u32) {
        self.buckets.resize(BUCKETS, 0);
        if let Some(bucket) = self.buckets.get_mut(bucket_of(value)) {
            *bucket = bucket.saturating_add(1);
            self.total = self.total.saturating_add(1);
        }
    }

    /// Halves all counts, so that the habits of last season do not outweigh those of this one.
    pub(super) fn fade(&mut self) {
        for bucket in &mut self.buckets {
            *bucket /= 2;
        }
        self.total = self.buckets.iter().sum();
    }

    /// The top of the bucket that holds the 95th percentile, if there are `enough` stretches.
    pub(super) fn usual(&self, enough: u32) -> Option<u32> {
        if self.total == 0 || self.total < enough {
            return None;
        }
        let wanted = u64::from(self.total).saturating_mul(95).div_ceil(100);
        let mut seen = 0_u64;
        let place = self.buckets.iter().position(|count| {
            seen = seen.saturating_add(u64::from(*count));
            seen >= wanted
        })?;
        Some(top_of(place))
    }
}

/// Four buckets to a doubling: by the place of the first bit and the two bits after it.
fn bucket_of(value: u32) -> usize {
    let value = value.saturating_add(3);
    let octave = value.ilog2();
    let quarter = (value >> octave.saturating_sub(2)) & 3;
    (octave as usize * 4 + quarter as usize).min(BUCKETS - 1)
}

fn top_of(bucket: usize) -> u32 {
    let (octave, quarter) = ((bucket / 4) as u32, (bucket % 4) as u64);
    if octave < 2 {
        return 0;
    }
    let step = 1_u64 << octave.saturating_sub(2);
    let top = (1_u64 << octave).saturating_add(step.saturating_mul(quarter + 1)).saturating_sub(4);
    u32::try_from(top).unwrap_or(u32::MAX)
}

/// The limit that a floor, one's own habit and the peers' set together; the highest of them counts, since each that holds
/// is an innocent explanation. `None` while nothing is known to compare with.
pub(super) fn limit(
    floor: u32,
    own: Option<u32>,
    own_tenths: u32,
    peers: Option<u32>,
    peer_tenths: u32,
) -> Option<u32> {
    let times = |usual: u32, tenths: u32| u32::try_from(u64::from(usual) * u64::from(tenths) / 10).unwrap_or(u32::MAX);
    let own = own.map(|usual| times(usual, own_tenths));
    let peers = peers.map(|usual| times(usual, peer_tenths));
    Some(floor.max(own.into_iter().chain(peers).max()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_of_a_value_reaches_up_to_it() {
        for value in (0..5_000).chain([100_000, 1 << 20]) {
            let bucket = bucket_of(value);
            assert!(top_of(bucket) >= value, "{value}");
            assert!(value == 0 || top_of(bucket) <= value.saturating_mul(5) / 4 + 2, "{value} {}", top_of(bucket));
            assert!(bucket == 0 || top_of(bucket - 1) < value || value == 0);
        }
    }

    #[test]
    fn percentiles_of_the_own_and_of_the_peers() {
        let (mut own, mut peers) = (Own::default(), Peers::default());
        assert_eq!((own.usual(0), peers.usual(0)), (None, None));
        for value in 1..=100 {
            own.add(value);
            peers.add(value);
        }
        assert_eq!(own.usual(5), Some(97)); // of 73..=100
        let usual = peers.usual(40).unwrap();
        assert!((95..=111).contains(&usual), "{usual}");
        peers.fade();
        assert_eq!(peers.usual(1_000), None);
    }

    #[test]
    fn the_highest_explanation_counts() {
        assert_eq!(limit(10, None, 30, None, 20), None);
        assert_eq!(limit(10, Some(2), 30, Some(20), 20), Some(40));
        assert_eq!(limit(10, Some(2), 30, None, 20), Some(10));
    }
}
