//! Pages: the seller, the enterprises, and the public texts.
