//! Pages of offerings, photos and stops.
