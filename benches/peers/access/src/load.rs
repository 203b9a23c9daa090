//! The policy that everybody gets, and the questions.

pub const TYPES: usize = 8;
/// Pairs of action and purpose.
pub const PAIRS: [(&str, &str); 5] =
    [("read", "TREAT"), ("read", "HPAYMT"), ("update", "TREAT"), ("read", "HOPERAT"), ("de-identify", "HOPERAT")];
pub const FIELDS: [&str; 8] = ["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7"];

#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    pub permit: bool,
    pub role: usize,
    pub of: usize,
    pub action: &'static str,
    pub purpose: &'static str,
    pub fields: Vec<&'static str>,
}

/// Forty lines for each role.
pub fn lines(roles: usize) -> Vec<Line> {
    (0..roles * 40)
        .map(|number| {
            let (role, within) = (number / 40, number % 40);
            let permit = within % 10 != 9;
            // A forbid is about the same cell as the permit before it, and takes one of its fields away.
            let cell = if permit { within } else { within - 1 };
            let (action, purpose) = PAIRS[cell % 5];
            let first = (cell + role) % 4;
            Line {
                id: format!("rule-{number:05}"),
                permit,
                role,
                of: cell / 5,
                action,
                purpose,
                fields: FIELDS[first..if permit { first + 4 } else { first + 1 }].to_vec(),
            }
        })
        .collect()
}

/// One question: may somebody in this role, who treats the subject, do this to this field?
#[derive(Clone, Debug)]
pub struct Question {
    pub role: usize,
    pub of: usize,
    pub action: &'static str,
    pub purpose: &'static str,
    pub field: &'static str,
    pub treating: bool,
}

pub fn question(role: usize, of: usize, pair: usize, field: usize) -> Question {
    let (action, purpose) = PAIRS[pair];
    Question { role, of, action, purpose, field: FIELDS[field], treating: true }
}

pub fn questions(roles: usize, count: usize) -> Vec<Question> {
    let mut dice = crate::world::Dice(1);
    let mut roll = |sides: usize| dice.roll(sides as u64) as usize;
    (0..count)
        .map(|_| Question { treating: roll(4) != 0, ..question(roll(roles), roll(TYPES), roll(5), roll(8)) })
        .collect()
}
