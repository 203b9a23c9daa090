//! Fields of different alternatives have different names.

use phi_types::{City, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Place {
    #[phi(code = "other")]
    Other(#[phi(city)] City),
    #[phi(code = "home-city")]
    HomeCity(#[phi(city)] City),
    #[phi(code = "home")]
    Home {
        #[phi(city)]
        town: City,
    },
}

fn main() {}
