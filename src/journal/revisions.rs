//! Every version of every article that went through the product, and those found changed by hand.
