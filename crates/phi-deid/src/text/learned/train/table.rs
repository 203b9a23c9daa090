//! Where the weights of a feature stand: in one of the rows of its place.

use core::cmp::Reverse;

use crate::text::learned::model::BESIDE;

/// The table of rows, each told with its place and how heavy it is. Where more meet than a place has rows, the heaviest stay;
/// those that weigh nothing are left out.
///
/// Two rows of a place never begin with the same byte: whoever looks for a feature takes the first that begins with its own.
pub(super) fn lay_out<const ROW: usize>(places: usize, rows: impl Iterator<Item = (usize, i32, [u8; ROW])>) -> Vec<u8> {
    let mut told: Vec<Vec<(i32, [u8; ROW])>> = vec![Vec::new(); places];
    for (place, weight, row) in rows.filter(|(_, weight, _)| *weight > 0) {
        if let Some(told) = told.get_mut(place) {
            told.push((weight, row));
        }
    }
    let mut table = Vec::with_capacity(places * BESIDE * ROW);
    for mut rows in told {
        rows.sort_by_key(|(weight, _)| Reverse(*weight));
        let mut kept: Vec<[u8; ROW]> = Vec::with_capacity(BESIDE);
        for (_, row) in rows {
            if kept.len() < BESIDE && kept.iter().all(|other| other.first() != row.first()) {
                kept.push(row);
            }
        }
        kept.resize(BESIDE, [0; ROW]);
        table.extend(kept.as_flattened());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_stay_and_no_two_of_a_place_begin_alike() {
        let rows = [
            (1, 5, [1, 1, 5]),
            (1, 9, [2, 1, 9]),
            (1, 7, [2, 3, 7]),
            (1, 0, [3, 1, 0]),
            (1, 4, [4, 1, 4]),
            (1, 6, [5, 1, 6]),
            (1, 3, [6, 1, 3]),
            (0, 1, [7, 1, 1]),
            (9, 1, [8, 1, 1]),
        ];
        let table = lay_out(2, rows.into_iter());
        let (rows, rest) = table.as_chunks::<3>();
        assert!(rest.is_empty());
        assert_eq!(
            rows,
            [
                [7, 1, 1],
                [0; 3],
                [0; 3],
                [0; 3], // one alone
                [2, 1, 9],
                [5, 1, 6],
                [1, 1, 5],
                [4, 1, 4],
            ]
        );
    }
}
