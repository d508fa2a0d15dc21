placard_fuzz(http placard_http)
