//! Who is at the farm, by login. Nobody is `user1`.

/// Business manager.
pub const SOLVEIG: &str = "solveig";
/// Work leader of the carpentry.
pub const TERJE: &str = "terje";
/// Work leader of the kitchen.
pub const KARI: &str = "kari";
/// Mentor of Amina.
pub const MONA: &str = "mona";
/// Resident, in the carpentry and the kitchen; her hours stand under `B01`.
pub const AMINA: &str = "amina";
/// Resident, in the carpentry; his hours stand under `B02`.
pub const JONAS: &str = "jonas";
/// Leader of the centre.
pub const LARS: &str = "lars";
/// In the steering group.
pub const SIRI: &str = "siri";
/// Auditor.
pub const ODD: &str = "odd";
/// Admin.
pub const ADA: &str = "ada";

/// One of each role, and the role's word.
pub const ONE_OF_EACH: [(&str, &str); 8] = [
    (AMINA, "resident"),
    (MONA, "mentor"),
    (TERJE, "work_leader"),
    (SOLVEIG, "business_manager"),
    (LARS, "leader"),
    (SIRI, "steering_group"),
    (ODD, "auditor"),
    (ADA, "admin"),
];
