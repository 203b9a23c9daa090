//! phi-access beside cedar-policy 4, casbin 2 and regorus 0.14 on the same policy, and Cedar as a second oracle.
//!
//! ```text
//! cargo run --release --manifest-path benches/peers/Cargo.toml -p phi-peers-access             the table
//! cargo run --release --manifest-path benches/peers/Cargo.toml -p phi-peers-access -- oracle   a million pairs against Cedar
//! cargo run --release --manifest-path benches/peers/Cargo.toml -p phi-peers-access -- loading  10 000 rules, loaded and linted
//! cargo run --release --manifest-path benches/peers/Cargo.toml -p phi-peers-access -- decide   nothing but decisions, for a profiler
//! ```
//!
//! The policy: 36 permits and 4 forbids for each role, over eight record types and five pairs of action and purpose, each with a
//! relationship and a set of fields. 40 rules are one role, 10 000 are 250 roles. A peer answers for one field; this library answers for
//! all four that are asked for, with fields, obligations, session and epoch. Before anything is timed, all four have to give the same
//! answers.

mod cedar;
mod counting;
mod load;
mod ours;
mod peers;
mod rounds;

#[path = "../../../../crates/phi-access/tests/oracle/mod.rs"]
mod oracle;
#[path = "../../../../crates/phi-access/tests/world/mod.rs"]
mod world;

#[global_allocator]
static COUNTING: counting::Counting = counting::Counting;

fn main() {
    match std::env::args().nth(1).as_deref() {
        None => table(),
        Some("oracle") => cedar::million(),
        Some("loading") => ours::loading(),
        Some("decide") => ours::spin(),
        Some(_) => std::process::exit(2),
    }
}

fn table() {
    let sizes = [1, 250];
    let mut rows = Vec::new();
    for roles in sizes {
        let ours = ours::Ours::new(roles);
        let (cedar, mut casbin, mut rego) =
            (peers::Cedar::new(roles), peers::Casbin::new(roles), peers::Rego::new(roles));
        let mut permitted = 0;
        for question in load::questions(roles, 400) {
            let answer = ours.allows(&question);
            assert_eq!(answer, cedar.allows(&question), "cedar {question:?}");
            assert_eq!(answer, casbin.allows(&question), "casbin {question:?}");
            assert_eq!(answer, rego.allows(&question), "regorus {question:?}");
            permitted += usize::from(answer);
        }
        println!("{} rules: 400 answers agree in all four, {permitted} of them permits", roles * 40);
        let before = counting::allocations();
        for number in 0..1000 {
            ours.decide(number);
        }
        println!("{} rules: {} allocations in 1000 decisions", roles * 40, counting::allocations() - before);
        let question = load::question(0, 3, 0, 1);
        rows.push(rounds::medians(&mut [
            ("phi-access, interned ids, about each of 500 subjects in turn", 200_000, &mut |number| {
                ours.decide(number)
            }),
            ("phi-access, interned ids, one question again and again, as the peers", 200_000, &mut |_| {
                ours.decide_again()
            }),
            ("phi-access, by names", 100_000, &mut |number| ours.decide_named(number)),
            ("cedar-policy", if roles == 1 { 200 } else { 5 }, &mut |_| {
                std::hint::black_box(cedar.allows(&question));
            }),
            ("casbin", if roles == 1 { 200 } else { 5 }, &mut |_| {
                std::hint::black_box(casbin.allows(&question));
            }),
            ("regorus, VM, one field", 2000, &mut |_| {
                std::hint::black_box(rego.allows(&question));
            }),
        ]));
        let fields = ["f0", "f1", "f3", "f5"];
        assert_eq!(rego.mask(&question, &fields), ours.granted(), "the mask of regorus");
        let mask = rounds::medians(&mut [("regorus, VM, the mask of four fields, deadline, epoch", 2000, &mut |_| {
            std::hint::black_box(rego.mask(&question, &fields));
        })]);
        rows.last_mut().unwrap().extend(mask);
    }
    println!("\n| one decision | 40 rules, ns | 10 000 rules, ns |\n|---|---|---|");
    for (small, large) in rows[0].iter().zip(&rows[1]) {
        println!("| {} | {:.1} | {:.1} |", small.0, small.1, large.1);
    }
    for (at, rules) in ["40", "10 000"].iter().enumerate() {
        let ours = rows[at][0].1;
        let again = rows[at][1].1;
        let peer = rows[at][3..].iter().map(|row| row.1).fold(f64::MAX, f64::min);
        let equal = rows[at].last().map_or(0.0, |row| row.1);
        println!(
            "\nat {rules} rules: fastest peer / ours {:.0} for one question again and again, {:.0} with ours about 500 subjects in turn; for \
             equal work {:.0} and {:.0}",
            peer / again,
            peer / ours,
            equal / again,
            equal / ours
        );
    }
    println!("flatness, 10 000 against 40 rules: {:.2}", rows[1][0].1 / rows[0][0].1);
    ours::list();
    ours::loading();
    println!("load average: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
}
