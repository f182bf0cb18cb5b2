//! An order as it is typed or sent: text only, so that a refused one is shown again as it came.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

/// Lines in an order, at most.
pub(super) const LINES_MAX: usize = 100;

/// An order by either door. Names and paths are the same in the shop's form and in JSON.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderForm {
    /// Who buys: kind, name and email at least.
    #[serde(default)]
    pub(crate) customer: CustomerForm,
    /// `collect` (default) or `deliver`.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) delivery: String,
    /// YYYY-MM-DD, today to a year ahead.
    #[serde(default, deserialize_with = "text")]
    pub(crate) delivery_date: String,
    /// A wish, in words.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) delivery_time: String,
    /// Where to, when not to the customer's own address.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) delivery_address: String,
    /// `Deres ref.` on the invoice.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) buyer_reference: String,
    /// The buyer's own order number.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) order_reference: String,
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) message: String,
    /// At least one; 100 at most.
    #[serde(default)]
    pub(crate) lines: Vec<LineForm>,
}

/// Who buys.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomerForm {
    /// `private`, `business` or `public`.
    #[serde(default, deserialize_with = "text")]
    pub(crate) kind: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) name: String,
    #[serde(default, deserialize_with = "text")]
    pub(crate) email: String,
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) phone: String,
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) street: String,
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) postcode: String,
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) city: String,
    /// Nine digits; required for `business` and `public`.
    #[serde(default, deserialize_with = "text")]
    #[schema(value_type = Option<String>)]
    pub(crate) org_number: String,
}

/// So much of one offering.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineForm {
    /// The offering's code.
    pub(crate) offering: String,
    /// A number with at most three decimals, as text.
    pub(crate) quantity: String,
}

/// `null` and absent are empty.
fn text<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(value)?.unwrap_or_default())
}

impl OrderForm {
    /// Reads the posted fields of a page, whose names are the paths of the JSON.
    pub(crate) fn of_fields(fields: &[(String, String)]) -> Self {
        let at = |name: &str| {
            let field = fields.iter().find(|(key, _)| key == name);
            field.map(|(_, value)| value.trim().replace("\r\n", "\n")).unwrap_or_default()
        };
        let mut lines: BTreeMap<usize, LineForm> = BTreeMap::new();
        for (key, value) in fields {
            let Some((position, part)) = line_field(key) else { continue };
            let line = lines.entry(position).or_default();
            match part {
                "offering" => line.offering.clone_from(value),
                _ => value.trim().clone_into(&mut line.quantity),
            }
        }
        let wanted = |line: &LineForm| !matches!(line.quantity.as_str(), "" | "0");
        Self {
            customer: CustomerForm {
                kind: at("customer.kind"),
                name: at("customer.name"),
                email: at("customer.email"),
                phone: at("customer.phone"),
                street: at("customer.street"),
                postcode: at("customer.postcode"),
                city: at("customer.city"),
                org_number: at("customer.org_number"),
            },
            delivery: at("delivery"),
            delivery_date: at("delivery_date"),
            delivery_time: at("delivery_time"),
            delivery_address: at("delivery_address"),
            buyer_reference: at("buyer_reference"),
            order_reference: at("order_reference"),
            message: at("message"),
            lines: lines.into_values().filter(wanted).take(LINES_MAX + 1).collect(),
        }
    }
}

/// `lines[3].quantity` is the third line's quantity.
fn line_field(name: &str) -> Option<(usize, &str)> {
    let (position, part) = name.strip_prefix("lines[")?.split_once("].")?;
    let position = position.parse().ok()?;
    matches!(part, "offering" | "quantity").then_some((position, part))
}
