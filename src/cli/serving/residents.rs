//! What can be typed about the side that residents reach; shared by `serve` and `widget`.

use crate::cli::args::value;
use crate::config::{BaseAddress, Config, Layer, Name, Networks, Origins, Rate};
use crate::http::PublicSettings;

#[derive(Debug, Clone, Default, PartialEq, clap::Args)]
pub(in crate::cli) struct ResidentsArgs {
    #[command(flatten)]
    pub(in crate::cli) address: AddressArgs,

    #[arg(long, value_name = "ADRESY", value_parser = value::<Origins>, help = "Serwisy, których strony mogą osadzać widżet, po przecinku")]
    allowed_origins: Option<Origins>,

    #[arg(long, value_name = "SIECI", value_parser = value::<Networks>, help = "Serwery pośredniczące, którym wierzy się co do adresu pytającego, po przecinku")]
    trusted_proxies: Option<Networks>,

    #[arg(long, value_name = "N", value_parser = value::<Rate>, help = "Ile żądań na minutę może wysłać jeden adres; 0: bez ograniczenia (domyślnie: 600)")]
    public_rate: Option<Rate>,

    #[arg(long, value_name = "KOD", value_parser = value::<Name>, help = "Jednostka, do której dzwoni mieszkaniec, gdy nic nie znalazł (domyślnie: KCK)")]
    infoline: Option<Name>,

    #[arg(long, value_name = "E-MAIL", value_parser = value::<Name>, help = "Adres do spraw dostępności w deklaracji dostępności")]
    accessibility_email: Option<Name>,
}

#[derive(Debug, Clone, Default, PartialEq, clap::Args)]
pub(in crate::cli) struct AddressArgs {
    #[arg(long, value_name = "ADRES", value_parser = value::<BaseAddress>, help = "Adres, pod którym serwer znają mieszkańcy")]
    public_address: Option<BaseAddress>,
}

impl ResidentsArgs {
    pub(in crate::cli) fn said(&self, layer: Layer) -> Layer {
        let said = self.clone();
        Layer {
            allowed_origins: said.allowed_origins,
            trusted_proxies: said.trusted_proxies,
            public_rate: said.public_rate,
            infoline: said.infoline,
            accessibility_email: said.accessibility_email,
            ..said.address.said(layer)
        }
    }
}

impl AddressArgs {
    pub(in crate::cli) fn said(&self, layer: Layer) -> Layer {
        Layer { public_address: self.public_address.clone(), ..layer }
    }
}

/// What the settings mean to the server.
pub(in crate::cli) fn settings(config: &Config) -> PublicSettings {
    let said = config.residents.clone();
    PublicSettings {
        address: said.address,
        origins: said.origins,
        rate: said.rate,
        infoline: said.infoline,
        accessibility_email: said.accessibility_email,
    }
}
