"""What the module has is taken over into the register: through the checks of an import, each refusal in a sentence."""

from mobilities.importers.module_drift.applying import apply_settled

__all__ = ["apply_settled"]
