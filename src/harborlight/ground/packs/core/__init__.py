"""Pure decisions about packs: bytes in, frozen values or a refusal out."""
