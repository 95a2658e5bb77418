from portal.accounts.views.sign_in import locked_out, sign_in, sign_out

__all__ = ["locked_out", "sign_in", "sign_out"]
