from portal.testing.verapdf import is_prepared, prepare

if not is_prepared():
    print("Getting veraPDF for the PDF/UA test")
    prepare()
