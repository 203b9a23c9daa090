//! The traits in bounds are public; the codec behind them is not.

use phi_types::{Field, Identifier, Value};

fn bounds<V: Value, F: Field<Value = V>, I: Identifier>(_: &Option<(V, F, I)>) {}

fn main() {}
