//! No file makes intake panic, and whatever it says shows nothing of the file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match phi_intake::read(bytes) {
        Ok(intake) => {
            for patient in &intake.patients {
                assert_eq!(format!("{patient:?}"), "[IntakePatient]");
            }
        }
        // An error is a reason and numbers: nothing above ASCII, and no line of its own.
        Err(error) => assert!(error.to_string().is_ascii() && !error.to_string().contains('\n')),
    }
});
