placard_fuzz(pattern placard_card)
