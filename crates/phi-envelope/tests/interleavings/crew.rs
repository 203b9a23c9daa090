//! The crew of a file under the same scheduler: the very file of the crate.
//!
//! What holds in each schedule: portions come out in their order, each done once by whomever; what is wrong stays in its place; and a crew
//! that is dismissed ends, with all its threads. Nobody waits for ever: shuttle finds a deadlock by itself.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use shuttle::thread;

mod message {
    pub(crate) struct Message;
}

#[path = "../../src/file/crew.rs"]
#[allow(dead_code, reason = "what the crate uses and these tests do not")]
mod line;

use line::{Crew, Front, Task};
use message::Message;

struct Probe {
    number: usize,
    wrong: bool,
    acts: Arc<[AtomicUsize; PORTIONS]>,
}

const PORTIONS: usize = 5;

impl Task for Probe {
    fn act(&mut self, _: &Message) -> Option<()> {
        // A place in the middle where others may come in.
        thread::yield_now();
        assert_eq!(self.acts[self.number].fetch_add(1, SeqCst), 0, "each is done once");
        (!self.wrong).then_some(())
    }
}

/// Puts portions in and takes them out as readers and writers do, with so many of them in the line; answers what came out.
fn walk(threads: usize, depth: usize, wrong: Option<usize>) -> (Vec<Option<usize>>, Arc<[AtomicUsize; PORTIONS]>) {
    let acts = Arc::new([const { AtomicUsize::new(0) }; PORTIONS]);
    let mut crew = Crew::new(Message);
    let (mut put, mut out) = (0, Vec::new());
    while out.len() < PORTIONS {
        if put < PORTIONS && crew.len() < depth {
            crew.put(Probe { number: put, wrong: wrong == Some(put), acts: Arc::clone(&acts) });
            put += 1;
            crew.hire(if put > 1 { threads } else { 0 });
        } else {
            match crew.front(if put < PORTIONS { depth } else { 0 }) {
                Front::Done(probe) => out.push(Some(probe.number)),
                Front::Waiting(mut probe) => out.push(probe.act(crew.message()).map(|()| probe.number)),
                Front::Wrong => out.push(None),
                Front::Later => panic!("the line is long enough"),
            }
        }
    }
    (out, acts)
}

#[test]
fn portions_come_out_in_their_order_each_done_once() {
    for (threads, depth) in [(1, 3), (2, 4), (2, 1)] {
        super::explore(move || {
            let (out, acts) = walk(threads, depth, None);
            assert!(out.into_iter().eq((0..PORTIONS).map(Some)));
            assert!(acts.iter().all(|acts| acts.load(SeqCst) == 1));
        });
    }
}

#[test]
fn what_is_wrong_stays_in_its_place() {
    super::explore(|| {
        let (out, _) = walk(2, 4, Some(2));
        assert_eq!(out, [Some(0), Some(1), None, Some(3), Some(4)]);
    });
}

#[test]
fn whoever_is_dismissed_ends() {
    super::explore(|| {
        let acts = Arc::new([const { AtomicUsize::new(0) }; PORTIONS]);
        let mut crew = Crew::new(Message);
        crew.hire(2);
        for number in 0..3 {
            crew.put(Probe { number, wrong: number == 1, acts: Arc::clone(&acts) });
        }
        crew.dismiss();
        assert_eq!((crew.len(), Arc::strong_count(&acts)), (0, 1), "no thread has any");
        assert!(matches!(crew.front(0), Front::Later));
    });
}
