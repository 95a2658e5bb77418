"""Papers as PDF: agreements, consents and certificates of a mobility, in Latvian, English or both.

facts (what is known) + wording (what is said) > composing (HTML and gaps) > portal.common.pdf.Press (PDF/UA-1).
"""
