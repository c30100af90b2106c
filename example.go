package main

import _ "embed"

// exampleConfig is what `floorwatch init` writes: every key with its default. It
// is embedded here since go:embed reaches no folder above its own.
//
//go:embed config.example.toml
var exampleConfig []byte
