//! How the table of routes is written: verb, path, right, relation, handler.

macro_rules! routes {
    ($($verb:ident $path:literal $right:ident $relation:ident $handler:path;)*) => {
        vec![$(Access {
            method: routes!(@method $verb),
            path: $path,
            right: $right,
            relation: $relation,
            route: $verb().to($handler),
        }),*]
    };
    (@method get) => { actix_web::http::Method::GET };
    (@method post) => { actix_web::http::Method::POST };
}
