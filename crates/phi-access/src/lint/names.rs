//! Names that the eye takes for one.

use alloc::{collections::BTreeMap, format, string::String};

use super::{Lint, look::Look};

pub(super) fn lint(look: &mut Look<'_>) {
    let policy = look.policy;
    let roles = policy.roles.all().map(|(_, role)| ("role", role.name()));
    let rules = policy.rules.iter().filter(|rule| !rule.lawful).map(|rule| ("rule", rule.id.as_str()));
    let zones = policy.zones.iter().map(|zone| ("network", &**zone));
    let mut known: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for (kind, name) in roles.chain(rules).chain(zones) {
        match known.insert((kind, skeleton(name)), name) {
            Some(other) if other != name => {
                look.add(Lint::Confusable, name, format!("the {kind} looks like `{}`", other.escape_debug()), None);
            }
            _ => {}
        }
    }
}

/// What is left of a name once letters that look alike are one: a small part of the table of UTS 39, with case and separators. Enough
/// for names in Latin letters and what is passed off as such; two names in another script are compared as they are.
fn skeleton(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            '0' | 'о' | 'ο' | 'օ' | '０' => 'o',
            '1' | '|' | 'і' | 'ı' | 'ⅰ' | 'ӏ' | 'ι' | 'i' | '１' => 'l',
            'а' | 'α' | 'ａ' => 'a',
            'е' | 'ｅ' => 'e',
            'р' | 'ρ' => 'p',
            'с' | 'ϲ' => 'c',
            'у' | 'γ' => 'y',
            'х' | 'χ' => 'x',
            'ѕ' => 's',
            'ј' => 'j',
            'һ' => 'h',
            'к' | 'κ' => 'k',
            'м' => 'm',
            'н' => 'h',
            'т' | 'τ' => 't',
            'ν' | 'ѵ' => 'v',
            'п' => 'n',
            '_' | '.' | ' ' | '\u{a0}' | '\u{2010}' | '\u{2011}' | '\u{2013}' => '-',
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => continue,
            other => other,
        };
        out.push(plain);
    }
    out.replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_and_not_alike() {
        for (one, other) in
            [("nurse", "Nurse"), ("nurse", "nurѕe"), ("ward-1", "ward_l"), ("intern", "intem"), ("a\u{200b}b", "ab")]
        {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        for (one, other) in [("nurse", "nurses"), ("rule-00010", "rule-00001"), ("ward-1", "ward-2"), ("a-10", "a1-0")]
        {
            assert_ne!(skeleton(one), skeleton(other), "{one} {other}");
        }
    }
}
