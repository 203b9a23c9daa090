//! How often and how long the service is asked.

use core::time::Duration;

use aws_sdk_kms::config::{
    Builder,
    retry::{RetryConfig, RetryPartition},
    timeout::TimeoutConfig,
};

/// How often and how long the service is asked. What the host's configuration says of retries and times is replaced by this.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most attempts at one request, the first among them. Between them the SDK waits, at first up to 50 milliseconds, at last up to one
    /// second, by chance. In an outage that lasts, its budget of retries (some hundred) ends, and each request is one attempt.
    pub attempts: u32,
    /// How long one attempt may take.
    pub attempt: Duration,
    /// How long a call may take with everything that belongs to it. Past it the service counts as unavailable.
    pub total: Duration,
    /// How long it is believed what `DescribeKey` said of the key and the alias. Zero: it is asked before each call.
    pub believed: Duration,
}

impl Default for Limits {
    /// Three attempts of two seconds each; eight seconds in all; a minute.
    fn default() -> Self {
        Self {
            attempts: 3,
            attempt: Duration::from_secs(2),
            total: Duration::from_secs(8),
            believed: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// Into the SDK's configuration.
    pub(crate) fn apply(&self, builder: Builder) -> Builder {
        let retries = RetryConfig::standard()
            .with_max_attempts(self.attempts.max(1))
            .with_initial_backoff(Duration::from_millis(50))
            .with_max_backoff(Duration::from_secs(1));
        let times = TimeoutConfig::builder()
            .connect_timeout(self.attempt)
            .read_timeout(self.attempt)
            .operation_attempt_timeout(self.attempt)
            .operation_timeout(self.total)
            .build();
        // A budget of retries for each provider: one that is spent in an outage leaves those of the host's other clients alone.
        let budget = RetryPartition::custom("phi-envelope").build();
        builder.retry_config(retries).retry_partition(budget).timeout_config(times)
    }

    /// What one look at the key may take: a part of the whole, so that time is left for what it was for.
    pub(crate) fn look(&self) -> Duration {
        self.total / 3
    }
}
