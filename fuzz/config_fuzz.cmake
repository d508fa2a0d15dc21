placard_fuzz(config placard_config)
