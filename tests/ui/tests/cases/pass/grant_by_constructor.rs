//! A list hands out grants batch by batch.

#[path = "../record.rs"]
mod record;

use phi_types::{
    SubjectId,
    gate::{Authorize, Batch, ListGrant, Recorder, Refused},
};
use record::Patient;

fn batch<A: Authorize, R: Recorder + 'static>(
    list: &ListGrant<'_, A, R, Patient>,
    subjects: &[SubjectId],
) -> Result<Batch<Patient>, Refused> {
    list.batch_blocking(subjects)
}

fn main() {}
