//! Fields of different alternatives have different names.

use phi_types::{City, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Place {
    #[phi(code = "other")]
    Variant(#[phi(city)] City),
    #[phi(code = "home-city")]
    HomeCity(#[phi(city)] City),
    #[phi(code = "home")]
    Home {
        #[phi(city)]
        city: City,
    },
}

fn main() {}
