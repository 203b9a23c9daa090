//! A service that is overloaded, fails, hangs or is cut off; credentials that ran out; and the recovery wrap on that day.

use std::{sync::Arc, time::Duration};

use phi_envelope::{EphemeralProvider, ProviderError::Unavailable};
use phi_envelope_aws_kms::{AwsKmsError, Limits};
use phi_types::{OsEntropy, SubjectId};

use crate::{
    proxy::Fault,
    recovery::{Process, Root, Store},
    world::{Calls as _, REGION, limits, world},
};

/// Faults that are answered at once.
fn quick() -> [Fault; 6] {
    [
        Fault::Says(400, "ThrottlingException"),
        Fault::Says(500, "KMSInternalException"),
        Fault::Says(503, "DependencyTimeoutException"),
        Fault::Cut,
        Fault::Half,
        Fault::Babble,
    ]
}

#[test]
fn what_is_over_at_the_next_attempt_is_not_noticed() {
    let Some(world) = world() else { return };
    let provider = world.open();
    let wrapped = provider.wraps().unwrap();
    for fault in quick().into_iter().filter(|fault| !matches!(fault, Fault::Babble)) {
        world.line.fails_times("*", fault.clone(), 2);
        provider.opens(&wrapped).unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        world.line.fails_times("Encrypt", fault.clone(), 2);
        world.line.take();
        provider.wraps().unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(world.line.count("Encrypt"), 3, "{fault:?}");
    }
}

#[test]
fn attempts_are_bounded_in_number() {
    let Some(world) = world() else { return };
    for attempts in [1, 3] {
        let provider = world.open_with(Limits { attempts, ..limits() });
        let wrapped = provider.wraps().unwrap();
        for fault in quick() {
            world.line.fails("Decrypt", fault.clone());
            world.line.take();
            assert_eq!(provider.opens(&wrapped), Err(Unavailable), "{fault:?}");
            let asked = world.line.count("Decrypt");
            assert!((1..=attempts as usize).contains(&asked), "{fault:?}: {asked} of {attempts}");
            world.line.mend();
            provider.opens(&wrapped).unwrap();
        }
    }
}

#[test]
fn a_service_that_hangs_is_given_up_by_attempt_and_in_all() {
    let Some(world) = world() else { return };
    let wrapped = world.open().wraps().unwrap();
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    // By attempt; and where attempts are many or long, in all.
    for (attempts, attempt, total) in [(2, second, minute), (1000, second, 3 * second), (3, minute, 3 * second)] {
        world.line.mend();
        let limits = Limits { attempts, attempt, total, believed: minute };
        let provider = world.open_with(limits);
        world.line.fails("*", Fault::Hangs);
        world.line.take();
        assert_eq!(provider.opens(&wrapped), Err(Unavailable));
        assert_eq!(provider.wraps(), Err(Unavailable));
        assert!(world.line.take().len() <= 2 * 3, "in three seconds there is time for no more");
    }
    // Nobody listens: so many attempts, and no waiting for a limit.
    world.line.mend();
    let nobody = world.try_open_at(9, &world.arn, REGION, limits());
    assert_eq!(nobody.err(), Some(AwsKmsError::Unavailable));
}

#[test]
fn when_states_cannot_be_asked_for_what_is_wrapped_opens_and_nothing_is_wrapped() {
    let Some(world) = world() else { return };
    let opened = world.try_open(&world.arn, limits()).unwrap();
    let provider = opened.clone().blocking();
    let wrapped = provider.wraps().unwrap();
    for fault in quick() {
        world.line.fails("DescribeKey", fault.clone());
        provider.opens(&wrapped).unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(provider.wraps(), Err(Unavailable), "{fault:?}");
        assert_eq!(provider.makes(), Err(Unavailable), "{fault:?}");
        assert_eq!(provider.renews(&wrapped), Err(Unavailable), "{fault:?}");
        assert_eq!(world.check(&opened), Err(AwsKmsError::Unavailable), "{fault:?}");
        world.line.mend();
    }
    // Even where the look hangs: it has a part of the time, not all of it.
    let total = Duration::from_secs(15);
    let patient = world.open_with(Limits { total, ..limits() });
    world.line.fails("DescribeKey", Fault::Hangs);
    patient.opens(&wrapped).unwrap();
}

#[test]
fn credentials_that_ran_out_are_an_outage_that_ends_with_new_ones() {
    let Some(world) = world() else { return };
    let opened = world.try_open(&world.arn, limits()).unwrap();
    let provider = opened.clone().blocking();
    let wrapped = provider.wraps().unwrap();
    for code in ["ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException"] {
        world.line.fails("*", Fault::Says(400, code));
        assert_eq!(provider.opens(&wrapped), Err(Unavailable), "{code}");
        assert_eq!(provider.wraps(), Err(Unavailable), "{code}");
        assert_eq!(world.check(&opened), Err(AwsKmsError::Credentials), "{code}");
        world.line.mend();
        provider.opens(&wrapped).unwrap();
    }
}

#[test]
fn the_recovery_wrap_serves_while_the_service_is_out() {
    let Some(world) = world() else { return };
    let recovery: Root = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
    for fault in quick() {
        let kms: Root = Arc::new(world.open());
        let store = Store::default();
        let process = Process::start(&kms, Some(&recovery), &store);
        let row = process.seal(SubjectId::from_bytes([7; 16]));

        world.line.fails("*", fault.clone());
        assert!(process.opens(&row), "what is cached serves: {fault:?}");
        assert!(!Process::start(&kms, None, &store).opens(&row), "a new process finds no root: {fault:?}");
        // Another root is set up, from the recovery wraps alone, while the service is still out.
        let other: Root = Arc::new(EphemeralProvider::generate(&OsEntropy).unwrap());
        let second = Process::start(&other, None, &store);
        assert_eq!(second.restore(&recovery), 1, "{fault:?}");
        assert!(second.opens(&row), "{fault:?}");

        // The service is back: the tenant moves to it again.
        world.line.mend();
        let third = Process::start(&kms, None, &store);
        assert!(!third.opens(&row), "the wrap is the other root's now");
        assert_eq!(third.keys.move_root(&third.authority(), &other), Ok(1));
        assert!(third.opens(&row));
    }
}
