"""What a source itself says of its payments: its growth, its accumulated NAV, its neighbouring rows."""
